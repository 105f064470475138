package io.quarkiverse.journal.runtime.http;

import java.nio.charset.StandardCharsets;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.vertx.core.buffer.Buffer;

/** Writes frames in one form. Each call appends one whole frame. Stateless; equal ones write the same. */
interface FrameWriter {

    MediaType form();

    /** What goes out at once, before any frame. */
    void begin(Buffer out);

    void event(Buffer out, StoredEvent event);

    void caughtUp(Buffer out, CaughtUp caughtUp);

    void gap(Buffer out, Gap gap);

    void topicClosed(Buffer out, TopicClosed closed);

    /** The reader's place, where no other frame names it. */
    void cursor(Buffer out, Cursor cursor);

    void end(Buffer out, End end);

    void error(Buffer out, StreamError error);

    void heartbeat(Buffer out);

    /** The bytes of a text that is ASCII by its grammar. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
