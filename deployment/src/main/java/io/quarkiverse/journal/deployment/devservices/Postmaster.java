package io.quarkiverse.journal.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** The server process of a data directory, as the directory itself names it. */
final class Postmaster {

    private static final long PATIENCE_SECONDS = 10;

    private final Path data;

    private Postmaster(Path data) {
        this.data = data;
    }

    static Postmaster of(Path data) {
        return new Postmaster(data);
    }

    /** Closes the server, and does not return before its processes are gone. */
    void closeWith(EmbeddedPostgres server) throws IOException {
        Optional<ProcessHandle> process = running();
        server.close();
        process.ifPresent(Postmaster::awaitOrKill);
    }

    /** Ends the server if one runs. */
    void stop() {
        running().ifPresent(process -> {
            process.destroy();
            awaitOrKill(process);
        });
    }

    /**
     * Forgets a server that is gone. PostgreSQL refuses to start as long as any process has the number that its file names,
     * and by now that may be another program.
     */
    void forget() throws IOException {
        if (running().isEmpty()) {
            Files.deleteIfExists(pidFile());
        }
    }

    private Optional<ProcessHandle> running() {
        return pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).filter(this::servesThisDirectory);
    }

    private Optional<Long> pid() {
        try {
            List<String> lines = Files.readAllLines(pidFile());
            return lines.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(lines.get(0).trim()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new IllegalStateException("cannot tell from " + pidFile() + " which process serves the data (" + e + ")", e);
        }
    }

    private boolean servesThisDirectory(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        boolean postgres = info.command().map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
        // Not every system tells the arguments.
        return postgres && info.arguments().map(all -> Arrays.asList(all).contains(data.toString())).orElse(true);
    }

    private static void awaitOrKill(ProcessHandle process) {
        List<ProcessHandle> children = process.children().toList();
        if (!ends(process)) {
            process.destroyForcibly();
            ends(process);
        }
        // They notice by themselves that their parent is gone; until then they hold the shared memory of the directory.
        children.forEach(Postmaster::ends);
    }

    private static boolean ends(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for the end of process " + process.pid(), e.getCause());
        }
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }
}
