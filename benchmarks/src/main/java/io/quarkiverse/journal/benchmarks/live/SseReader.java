package io.quarkiverse.journal.benchmarks.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/** A client on the loopback interface, on a thread that blocks in the socket. */
final class SseReader implements Reader {

    private final HttpURLConnection connection;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private volatile LongConsumer arrival = due -> {
    };

    /** Attaches, and waits for the sentinel. */
    SseReader(URI stream) throws IOException, InterruptedException, ExecutionException {
        this.connection = (HttpURLConnection) stream.toURL().openConnection();
        connection.setRequestProperty("Accept", "text/event-stream");
        Thread thread = new Thread(this::read, "sse-reader");
        thread.setDaemon(true);
        thread.start();
        caughtUp.get();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ") && caughtUp.isDone()) {
                    arrival.accept(TimedPayload.due(line));
                } else if (line.startsWith("data: ")) {
                    caughtUp.complete(null);
                }
            }
        } catch (IOException e) {
            // After the end of the comparison nobody waits for this any more.
            caughtUp.completeExceptionally(e);
        }
    }

    @Override
    public void onArrival(LongConsumer arrival) {
        this.arrival = arrival;
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
