package io.quarkiverse.journal.runtime.http;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.publish.Fingerprint;

/**
 * What a request publishes: a body first, then the events that were in it. Each is held no longer than until it is handed on,
 * because a worker thread refers to its last task, and by it to this and to the task's result, until it has another one.
 * Confined to one thread at a time.
 */
final class Publication {

    private final Body body;
    private final BodyParser parser;
    private final AppendOptions options;
    private @Nullable Parsed parsed;

    Publication(Body body, BodyParser parser, AppendOptions options) {
        this.body = body;
        this.parser = parser;
        this.options = options;
    }

    /** Turns a body into events; {@link EnvelopeParser} with all but the body. */
    interface BodyParser {

        List<EventData> parse(byte[] body, @Nullable Fingerprint fingerprint);
    }

    record Parsed(List<EventData> events, @Nullable Guard guard) {
    }

    int length() {
        return body.length();
    }

    /**
     * Turns the body into events.
     *
     * @throws RefusedException when it is refused
     */
    void parse() {
        Fingerprint fingerprint = Fingerprint.wantedBy(options);
        List<EventData> events = parser.parse(body.take(), fingerprint);
        parsed = new Parsed(events, Guard.of(options, Fingerprint.of(fingerprint)));
    }

    /** The events, once they are parsed; and once. */
    Parsed take() {
        Parsed taken = parsed;
        if (taken == null) {
            throw new IllegalStateException("The events are not parsed yet, or have been taken already");
        }
        parsed = null;
        return taken;
    }

    /** Gives the memory back that body and events took: they are stored, or refused. On any thread. */
    void release() {
        body.release();
    }
}
