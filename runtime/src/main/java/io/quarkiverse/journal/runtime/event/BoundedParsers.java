package io.quarkiverse.journal.runtime.event;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;

/**
 * Parsers of what strangers send. Jackson's factory remembers the names of members that its parsers have met, thousands of
 * them, of whatever length: a few thousand payloads with one long name each would take hundreds of megabytes, for good. So a
 * factory is used for so many bytes, then a fresh one takes its place, and what is remembered is bounded by a few times that.
 * <p>
 * Thread-safe.
 */
public final class BoundedParsers {

    private static final long BYTES_OF_FACTORY = 4 * 1024 * 1024;

    private final AtomicLong parsed = new AtomicLong();
    private volatile JsonFactory factory;

    /**
     * @param factory what the parsers are to be like
     */
    public BoundedParsers(JsonFactory factory) {
        this.factory = factory;
    }

    /** A factory for parsers of so many bytes together. */
    public JsonFactory factory(int bytes) {
        if (bytes > BYTES_OF_FACTORY) {
            // Nobody else's, and forgotten with its parsers.
            return factory.copy();
        }
        if (parsed.addAndGet(bytes) > BYTES_OF_FACTORY) {
            parsed.set(bytes);
            factory = factory.copy();
        }
        return factory;
    }

    /** A parser of a whole array. */
    public JsonParser parse(byte[] json) throws IOException {
        return factory(json.length).createParser(json);
    }
}
