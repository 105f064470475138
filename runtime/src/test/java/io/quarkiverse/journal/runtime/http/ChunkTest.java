package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.vertx.core.buffer.Buffer;

/** Readers of the same events in the same form share what they are sent, and nobody else does. */
class ChunkTest {

    private static final FrameWriter SSE = new SseFrames(true);
    private static final FrameWriter LINES = new NdjsonFrames();

    private final SharedChunks shared = new SharedChunks();
    private final List<StoredEvent> events = LongStream.rangeClosed(1, 5).mapToObj(ChunkTest::event).toList();

    private static StoredEvent event(long position) {
        return new StoredEvent(new EventData("t", "event", "id" + position, position, null, null, null, null, null, null,
                "1".getBytes(StandardCharsets.UTF_8)), position, "abcdefgh");
    }

    private Buffer chunk(FrameWriter frames, List<StoredEvent> of) {
        Chunk chunk = new Chunk(frames, shared);
        of.forEach(chunk::event);
        return chunk.take();
    }

    private static String alone(FrameWriter frames, List<StoredEvent> of) {
        Buffer out = Buffer.buffer();
        of.forEach(event -> frames.event(out, event));
        return out.toString();
    }

    @Test
    void theThirdReaderGetsTheBytesOfTheSecond() {
        Buffer first = chunk(SSE, events);
        Buffer second = chunk(SSE, events);
        Buffer third = chunk(new SseFrames(true), events);

        assertThat(first.toString()).isEqualTo(alone(SSE, events));
        assertThat(second.toString()).isEqualTo(alone(SSE, events));
        assertThat(third).isSameAs(second);
        assertThat(second).as("what may never be wanted again is not kept").isNotSameAs(first);
    }

    @Test
    void anotherFormAndOtherEventsGetTheirOwn() {
        chunk(SSE, events);
        chunk(SSE, events);

        assertThat(chunk(LINES, events).toString()).isEqualTo(alone(LINES, events));
        assertThat(chunk(new SseFrames(false), events).toString()).isEqualTo(alone(new SseFrames(false), events));
        List<StoredEvent> filtered = List.of(events.get(0), events.get(1), events.get(2), events.get(4), event(6));
        assertThat(chunk(SSE, filtered).toString()).isEqualTo(alone(SSE, filtered));
        List<StoredEvent> shorter = events.subList(0, 4);
        assertThat(chunk(SSE, shorter).toString()).isEqualTo(alone(SSE, shorter));
        // The same positions of another history.
        List<StoredEvent> others = LongStream.rangeClosed(1, 5).mapToObj(ChunkTest::event).toList();
        others.forEach(StoredEvent::frame);
        assertThat(chunk(SSE, others)).isNotSameAs(chunk(SSE, events));
    }

    @Test
    void otherFramesKeepTheirPlace() {
        CaughtUp caughtUp = new CaughtUp(2, Cursor.beginning("abcdefgh"));
        Chunk chunk = new Chunk(SSE, shared);
        chunk.event(events.get(0));
        chunk.event(events.get(1));
        SSE.caughtUp(chunk.behind(), caughtUp);
        chunk.event(events.get(2));
        int length = chunk.length();

        Buffer sentinel = Buffer.buffer();
        SSE.caughtUp(sentinel, caughtUp);
        String all = alone(SSE, events.subList(0, 2)) + sentinel + alone(SSE, events.subList(2, 3));
        assertThat(chunk.take().toString()).isEqualTo(all);
        assertThat(length).isEqualTo(all.length());
        assertThat(chunk.length()).isZero();
    }

    @Test
    void whatIsTakenIsNotWrittenToAgain() {
        chunk(SSE, events);
        Chunk chunk = new Chunk(SSE, shared);
        events.forEach(chunk::event);
        Buffer taken = chunk.take();
        String before = taken.toString();
        chunk.event(events.get(0));
        SSE.heartbeat(chunk.behind());

        assertThat(taken.toString()).isEqualTo(before);
        assertThat(chunk(SSE, events)).isSameAs(taken);
    }

    @Test
    void aChunkThatHadEventsOfItsOwnSharesTheNextOnes() {
        List<StoredEvent> next = List.of(event(6), event(7));
        chunk(SSE, next);
        Buffer kept = chunk(SSE, next);
        Chunk chunk = new Chunk(SSE, shared);
        chunk.event(event(8));
        chunk.take();
        next.forEach(chunk::event);

        assertThat(chunk.take()).isSameAs(kept);
    }

    @Test
    void theBeginningOfWhatIsKeptIsNotTheWhole() {
        // 64 more: both have one place among those that are kept.
        List<StoredEvent> many = LongStream.rangeClosed(1, 69).mapToObj(ChunkTest::event).toList();
        chunk(SSE, many);
        chunk(SSE, many);
        List<StoredEvent> few = many.subList(0, 5);

        assertThat(chunk(SSE, few).toString()).isEqualTo(alone(SSE, few));
        chunk(SSE, few);
        assertThat(chunk(SSE, many).toString()).isEqualTo(alone(SSE, many));
    }

    @Test
    void whatIsVeryLargeIsNotKept() {
        StoredEvent large = new StoredEvent(new EventData("t", "event", "large", 0, null, null, null, null, null, null,
                ('"' + "x".repeat(70_000) + '"').getBytes(StandardCharsets.UTF_8)), 9, "abcdefgh");
        chunk(SSE, List.of(large));
        Buffer second = chunk(SSE, List.of(large));
        Buffer third = chunk(SSE, List.of(large));

        assertThat(third).isEqualTo(second).isNotSameAs(second);
    }
}
