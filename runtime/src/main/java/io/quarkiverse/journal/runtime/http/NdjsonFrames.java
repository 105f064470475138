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

/** A line of JSON for each frame; those that are no events have the member {@code control}. */
record NdjsonFrames() implements FrameWriter {

    @Override
    public MediaType form() {
        return MediaType.NDJSON;
    }

    @Override
    public void begin(Buffer out) {
        // Nothing: the headers alone tell that the stream is open.
    }

    @Override
    public void event(Buffer out, StoredEvent event) {
        EventFrame frame = event.frame();
        out.appendBytes(frame.bytes(), frame.json(), frame.jsonLineLength());
    }

    @Override
    public void caughtUp(Buffer out, CaughtUp caughtUp) {
        out.appendBytes(ascii("{\"control\":\"caught-up\",\"position\":" + caughtUp.position() + ",\"cursor\":\""
                + caughtUp.cursor() + "\"}\n"));
    }

    @Override
    public void gap(Buffer out, Gap gap) {
        out.appendBytes(ascii("{\"control\":\"gap\"," + GapJson.members(gap) + "}\n"));
    }

    @Override
    public void topicClosed(Buffer out, TopicClosed closed) {
        out.appendBytes(ascii("{\"control\":\"topic-closed\",\"topic\":\"" + closed.topic() + "\",\"position\":"
                + closed.position() + ",\"cursor\":\"" + closed.cursor() + "\"}\n"));
    }

    @Override
    public void cursor(Buffer out, Cursor cursor) {
        out.appendBytes(ascii("{\"control\":\"cursor\",\"cursor\":\"" + cursor + "\"}\n"));
    }

    @Override
    public void end(Buffer out, End end) {
        out.appendBytes(ascii("{\"control\":\"end\",\"position\":" + end.position() + ",\"cursor\":\"" + end.cursor()
                + "\"}\n"));
    }

    @Override
    public void error(Buffer out, StreamError error) {
        out.appendBytes(ascii("{\"control\":\"error\",\"reason\":\"" + error.reason() + "\"}\n"));
    }

    @Override
    public void heartbeat(Buffer out) {
        out.appendByte((byte) '\n');
    }
}
