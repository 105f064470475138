package io.quarkiverse.journal.runtime.tail;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.List;
import java.util.stream.IntStream;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * A reader parks while the writer appends. Lincheck lets each of them stop between any two of its steps: the reader never stays
 * parked while there is more to see, and is not woken when it is not parked.
 */
public class ParkingInterleavingsTest {

    private static final int MOST_POSITIONS = 16;
    private static final List<List<StoredEvent>> BATCHES = IntStream.rangeClosed(0, MOST_POSITIONS)
            .mapToObj(position -> TestEvents.events(position, position)).toList();

    /** Parks again only once it was woken. */
    private static final class Reader implements Parked {

        private static final EventFilter EVERYTHING = EventFilter.of(Subscription.toAll());

        private volatile long seen;
        private volatile boolean parked;
        private volatile boolean wokenInVain;

        void look(Tail tail) {
            if (!parked) {
                seen = tail.head();
                // Set before it is true, since the wake-up may come before park returns
                parked = true;
                if (!tail.park(this, seen)) {
                    parked = false;
                }
            }
        }

        @Override
        public EventFilter filter() {
            return EVERYTHING;
        }

        @Override
        public void wake(long through) {
            wokenInVain |= !parked;
            parked = false;
        }
    }

    private final Tail tail = new Tail(2, Long.MAX_VALUE, 0);
    private final Reader reader = new Reader();

    @Operation(nonParallelGroup = "writer")
    public void append() {
        tail.append(BATCHES.get((int) tail.head() + 1));
    }

    @Operation(nonParallelGroup = "reader")
    public void look() {
        reader.look(tail);
    }

    @Validate
    public void isNotForgotten() {
        if (reader.parked && tail.head() > reader.seen) {
            throw new IllegalStateException("Parked at " + reader.seen + ", and the head is " + tail.head());
        }
        if (reader.wokenInVain) {
            throw new IllegalStateException("Woken, and was not parked");
        }
    }

    @Test
    void whoeverParksIsWoken() {
        new ModelCheckingOptions().iterations(5).invocationsPerIteration(500).threads(2).actorsBefore(0).actorsPerThread(2)
                .actorsAfter(0)
                // What the lock guards needs no looking into; that it is guarded does.
                .addGuarantee(forClasses(ParkedReaders.class.getName(), Ring.class.getName()).allMethods().treatAsAtomic())
                .check(ParkingInterleavingsTest.class);
    }
}
