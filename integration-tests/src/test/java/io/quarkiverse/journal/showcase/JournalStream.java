package io.quarkiverse.journal.showcase;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An open stream of a topic. Leaving it closes the connection. For one thread. */
final class JournalStream implements Closeable {

    private final StreamFormat format;
    private final BufferedReader in;

    JournalStream(StreamFormat format, InputStream body) {
        this.format = format;
        // A byte that is not UTF-8 becomes a replacement character, which no expected text has
        this.in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8), 64 * 1024);
    }

    /** Waits for the next frame. Frames that only move a filtered reader's place on are passed over. */
    Frame next() {
        try {
            Frame frame = format.read(in);
            while (frame.name().equals("cursor")) {
                frame = format.read(in);
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
