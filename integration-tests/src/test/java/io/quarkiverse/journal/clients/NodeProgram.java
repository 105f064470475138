package io.quarkiverse.journal.clients;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** A client that runs in Node.js. Its process ends by itself once nothing can happen any more: it is over then. */
final class NodeProgram implements Follower {

    private final Process process;
    private final Lines lines;

    private NodeProgram(Process process) {
        this.process = process;
        this.lines = new Lines(process.getInputStream());
    }

    static Follower start(String client, URI stream) throws IOException, InterruptedException {
        NpmPackages.installOrSkip();
        NpmPackages.needNode();
        return new NodeProgram(new ProcessBuilder("node", "follow.js", client, stream.toString())
                .directory(NpmPackages.FOLDER.toFile()).redirectErrorStream(true).start());
    }

    @Override
    public List<String> lines() {
        return lines.soFar();
    }

    @Override
    public boolean isOver() {
        return !process.isAlive() && lines.areOver();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
