package io.quarkiverse.journal.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The lines of a text, as they come. Thread-safe. */
final class Lines {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread thread;

    /** Reads in a thread of its own, to the end of the text or until it breaks off. */
    Lines(InputStream text) {
        thread = new Thread(() -> read(text), "lines");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(InputStream text) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("broke off: " + e.getMessage());
        }
    }

    List<String> soFar() {
        return List.copyOf(lines);
    }

    boolean areOver() {
        return !thread.isAlive();
    }
}
