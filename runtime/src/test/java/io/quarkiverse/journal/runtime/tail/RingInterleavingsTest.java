package io.quarkiverse.journal.runtime.tail;

import java.util.stream.IntStream;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Readers take no lock. Lincheck lets the writer stop between any two of its steps while readers look, and the other way round:
 * whoever looks for a position finds its event, or can tell whether it is to come or gone.
 * <p>
 * Lincheck finds wrong orders of steps. That each step becomes visible at all is for {@link RingVisibilityTest}.
 */
public class RingInterleavingsTest {

    private static final int SIZE = 2;
    private static final int MOST_POSITIONS = 64;
    private static final StoredEvent[] EVENTS = IntStream.rangeClosed(0, MOST_POSITIONS).mapToObj(TestEvents::event)
            .toArray(StoredEvent[]::new);

    private final Ring ring = new Ring(SIZE, Long.MAX_VALUE, 0);

    @Operation(nonParallelGroup = "writer")
    public void append() {
        ring.append(EVENTS[(int) ring.head() + 1]);
    }

    @Operation(nonParallelGroup = "writer")
    public void skip() {
        ring.skipTo(ring.head() + 1);
    }

    /** @return what is wrong, of all positions that there may be */
    @Operation
    public String read() {
        long head = ring.head();
        for (long position = 1; position <= head + SIZE; position++) {
            StoredEvent event = ring.get(position);
            if (event == null && position <= head && position >= ring.low()) {
                return "neither there nor gone: " + position;
            }
            if (event != null && event.position() != position) {
                return "another event than that of " + position;
            }
        }
        return "nothing";
    }

    @Test
    void everyLookIsAnswered() {
        new ModelCheckingOptions().iterations(20).invocationsPerIteration(500).threads(2).actorsBefore(3).actorsPerThread(2)
                .actorsAfter(1).checkObstructionFreedom(true).check(RingInterleavingsTest.class);
    }
}
