package io.quarkiverse.journal.benchmarks.fanout;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.journal.benchmarks.database.ServerProcess;

/** The limit: {@link BareServer}, with the very bytes that a reader of the journal got, over and over. */
final class BareBroadcaster implements Broadcaster, AutoCloseable {

    private final ServerProcess process;
    private final Http http = new Http();
    private final long before;
    private int next;

    /**
     * @param stream the stream of server-sent events to be repeated
     * @param before the position before its first one
     */
    BareBroadcaster(String stream, long before) throws IOException, InterruptedException {
        this.process = ServerProcess.start("bare server",
                new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms1g", "-Xmx1g",
                        "-cp", System.getProperty("java.class.path"), BareServer.class.getName()));
        this.before = before;
        http.post(process.address().resolve("/frames"), "text/plain", stream).join();
    }

    @Override
    public String name() {
        return "bare Vert.x (limit)";
    }

    @Override
    public URI stream() {
        return process.address().resolve("/stream");
    }

    @Override
    public long begin() {
        next = 0;
        http.post(process.address().resolve("/begin"), "text/plain", "").join();
        return before;
    }

    @Override
    public CompletableFuture<?> send(int count) {
        next += count;
        return http.post(process.address().resolve("/send?through=" + next), "text/plain", "");
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
