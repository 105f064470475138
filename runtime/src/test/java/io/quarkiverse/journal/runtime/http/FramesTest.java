package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.vertx.core.buffer.Buffer;

class FramesTest {

    private static final StoredEvent EVENT = new StoredEvent(
            new EventData("orders", "placed", "e-1", 1_000_000, "ä", null, null, null, null, null,
                    "{\"a\" : 1.0}".getBytes(StandardCharsets.UTF_8)),
            7, "abcdefgh");
    private static final String CURSOR = EVENT.cursor().toString();
    private static final String JSON = "{\"position\":7,\"cursor\":\"" + CURSOR + "\",\"id\":\"e-1\",\"topic\":\"orders\","
            + "\"kind\":\"placed\",\"time\":\"1970-01-01T00:00:01.000000Z\",\"key\":\"ä\",\"payload\":{\"a\" : 1.0}}";
    private static final Cursor HEAD = Cursor.beginning("abcdefgh");

    private static String written(FrameWriter frames, BiConsumer<FrameWriter, Buffer> write) {
        Buffer out = Buffer.buffer();
        write.accept(frames, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesServerSentEvents() {
        FrameWriter sse = new SseFrames(true);

        assertThat(written(sse, FrameWriter::begin)).isEqualTo("retry: 1000\n\n");
        assertThat(written(sse, (f, out) -> f.event(out, EVENT)))
                .isEqualTo("id: " + CURSOR + "\nevent: placed\ndata: " + JSON + "\n\n");
        assertThat(written(sse, (f, out) -> f.caughtUp(out, new CaughtUp(0, HEAD))))
                .isEqualTo("id: " + HEAD + "\nevent: caught-up\ndata: {\"position\":0}\n\n");
        assertThat(written(sse, (f, out) -> f.gap(out, new Gap(Gap.Reason.TRUNCATED, 3, 9))))
                .isEqualTo("event: gap\ndata: {\"reason\":\"truncated\",\"requested\":3,\"first\":9}\n\n");
        assertThat(written(sse, (f, out) -> f.cursor(out, HEAD))).isEqualTo("id: " + HEAD + "\nevent: cursor\ndata: {}\n\n");
        assertThat(written(sse, (f, out) -> f.end(out, new End(8, HEAD))))
                .isEqualTo("id: " + HEAD + "\nevent: end\ndata: {\"position\":8}\n\n");
        assertThat(written(sse, (f, out) -> f.error(out, StreamError.INTERNAL)))
                .isEqualTo("event: error\ndata: {\"reason\":\"internal\"}\n\n");
        assertThat(written(sse, FrameWriter::heartbeat)).isEqualTo(": hb\n\n");
    }

    @Test
    void leavesTheNameOfEventsOutWhenAskedTo() {
        FrameWriter sse = new SseFrames(false);

        assertThat(written(sse, (f, out) -> f.event(out, EVENT))).isEqualTo("id: " + CURSOR + "\ndata: " + JSON + "\n\n");
        assertThat(written(sse, (f, out) -> f.caughtUp(out, new CaughtUp(0, HEAD)))).contains("\nevent: caught-up\n");
    }

    @Test
    void writesLines() {
        FrameWriter lines = new NdjsonFrames();

        assertThat(written(lines, FrameWriter::begin)).isEmpty();
        assertThat(written(lines, (f, out) -> f.event(out, EVENT))).isEqualTo(JSON + "\n");
        assertThat(written(lines, (f, out) -> f.caughtUp(out, new CaughtUp(0, HEAD))))
                .isEqualTo("{\"control\":\"caught-up\",\"position\":0,\"cursor\":\"" + HEAD + "\"}\n");
        assertThat(written(lines, (f, out) -> f.gap(out, new Gap(Gap.Reason.TRUNCATED, 3, 9, "t"))))
                .isEqualTo("{\"control\":\"gap\",\"reason\":\"truncated\",\"requested\":3,\"first\":9,\"topic\":\"t\"}\n");
        assertThat(written(lines, (f, out) -> f.gap(out, new Gap(Gap.Reason.AHEAD, 3, 1))))
                .isEqualTo("{\"control\":\"gap\",\"reason\":\"ahead\",\"requested\":3,\"first\":1}\n");
        assertThat(written(lines, (f, out) -> f.cursor(out, HEAD)))
                .isEqualTo("{\"control\":\"cursor\",\"cursor\":\"" + HEAD + "\"}\n");
        assertThat(written(lines, (f, out) -> f.end(out, new End(8, HEAD))))
                .isEqualTo("{\"control\":\"end\",\"position\":8,\"cursor\":\"" + HEAD + "\"}\n");
        assertThat(written(lines, (f, out) -> f.error(out, StreamError.INTERNAL)))
                .isEqualTo("{\"control\":\"error\",\"reason\":\"internal\"}\n");
        assertThat(written(lines, FrameWriter::heartbeat)).isEqualTo("\n");
    }
}
