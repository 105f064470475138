package io.quarkiverse.journal.runtime.http;

import static io.quarkiverse.journal.runtime.http.FrameWriter.ascii;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.vertx.core.buffer.Buffer;

/**
 * Server-sent events, as the HTML standard has them. No frame needs escaping: kinds and cursors are ASCII without line breaks,
 * and an event's JSON is one line.
 */
final class SseFrames implements FrameWriter {

    private static final byte[] RETRY = ascii("retry: 1000\n\n");
    private static final byte[] HEARTBEAT = ascii(": hb\n\n");
    private static final byte[] ID = ascii("id: ");
    private static final byte[] EVENT = ascii("\nevent: ");
    private static final byte[] DATA = ascii("\ndata: ");
    private static final byte[] END = ascii("\n\n");

    private final boolean named;

    /**
     * @param named whether an event carries its kind as its name; if not, a browser's {@code onmessage} sees it
     */
    SseFrames(boolean named) {
        this.named = named;
    }

    @Override
    public MediaType form() {
        return MediaType.SSE;
    }

    @Override
    public void begin(Buffer out) {
        out.appendBytes(RETRY);
    }

    @Override
    public void event(Buffer out, StoredEvent event) {
        out.appendBytes(ID).appendBytes(ascii(event.cursor().toString()));
        if (named) {
            out.appendBytes(EVENT).appendBytes(ascii(event.data().kind()));
        }
        out.appendBytes(DATA).appendBytes(event.json()).appendBytes(END);
    }

    @Override
    public void caughtUp(Buffer out, CaughtUp caughtUp) {
        out.appendBytes(ascii("id: " + caughtUp.cursor() + "\nevent: caught-up\ndata: {\"position\":" + caughtUp.position()
                + "}\n\n"));
    }

    @Override
    public void gap(Buffer out, Gap gap) {
        out.appendBytes(ascii("event: gap\ndata: {" + GapJson.members(gap) + "}\n\n"));
    }

    @Override
    public void topicClosed(Buffer out, TopicClosed closed) {
        out.appendBytes(ascii("id: " + closed.cursor() + "\nevent: topic-closed\ndata: {\"topic\":\"" + closed.topic()
                + "\",\"position\":" + closed.position() + "}\n\n"));
    }

    @Override
    public void cursor(Buffer out, Cursor cursor) {
        out.appendBytes(ascii("id: " + cursor + "\nevent: cursor\ndata: {}\n\n"));
    }

    @Override
    public void end(Buffer out, End end) {
        out.appendBytes(ascii("id: " + end.cursor() + "\nevent: end\ndata: {\"position\":" + end.position() + "}\n\n"));
    }

    @Override
    public void error(Buffer out, StreamError error) {
        out.appendBytes(ascii("event: error\ndata: {\"reason\":\"" + error.reason() + "\"}\n\n"));
    }

    @Override
    public void heartbeat(Buffer out) {
        out.appendBytes(HEARTBEAT);
    }
}
