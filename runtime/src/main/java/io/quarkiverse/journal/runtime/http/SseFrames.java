package io.quarkiverse.journal.runtime.http;

import static io.quarkiverse.journal.runtime.http.FrameWriter.ascii;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.EventFrame;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.vertx.core.buffer.Buffer;

/**
 * Server-sent events, as the HTML standard has them. No frame needs escaping: kinds and cursors are ASCII without line breaks,
 * and an event's JSON is one line.
 *
 * @param named whether an event carries its kind as its name; if not, a browser's {@code onmessage} sees it
 */
record SseFrames(boolean named) implements FrameWriter {

    private static final byte[] RETRY = ascii("retry: 1000\n\n");
    private static final byte[] HEARTBEAT = ascii(": hb\n\n");

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
        EventFrame frame = event.frame();
        if (named) {
            out.appendBytes(frame.bytes());
        } else {
            out.appendBytes(frame.bytes(), 0, frame.idLength())
                    .appendBytes(frame.bytes(), frame.data(), frame.bytes().length - frame.data());
        }
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
