package io.quarkiverse.journal.runtime.event;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;

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

    /**
     * @param deepest how deep values may be
     * @param off what the parsers are not to do
     */
    public BoundedParsers(int deepest, JsonFactory.Feature... off) {
        this(factory(deepest, off));
    }

    private static JsonFactory factory(int deepest, JsonFactory.Feature... off) {
        JsonFactoryBuilder builder = new JsonFactoryBuilder();
        for (JsonFactory.Feature feature : off) {
            builder.disable(feature);
        }
        // The size is bounded already; how it is shared out between names, strings and digits is the sender's business.
        return builder.streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(deepest)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build()).build();
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
