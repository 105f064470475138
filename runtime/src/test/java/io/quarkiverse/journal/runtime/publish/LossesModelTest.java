package io.quarkiverse.journal.runtime.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * {@link Losses} adds up and forgets; a model that keeps every loss for ever must give the same counts.
 */
class LossesModelTest {

    /** A queue of tickets in which things are lost at either end, as drop-oldest and the writer lose them. */
    private static final class World {

        private record Flush(int thread, long after, long through) {
        }

        private static final int THREADS = 3;

        private final Losses losses = new Losses();
        private final TreeMap<Long, Long> every = new TreeMap<>();
        private final List<Long> inFlight = new ArrayList<>();
        private final List<Long> queued = new ArrayList<>();
        private final List<Flush> flushes = new ArrayList<>();
        /** What each thread knows; the last one is always new. */
        private final long[] knows = new long[THREADS];
        private long accepted;

        void step(int action, int choice) {
            switch (action) {
                case 0, 1, 2 -> queued.add(++accepted);
                case 3 -> {
                    if (!queued.isEmpty()) {
                        inFlight.add(queued.remove(0));
                    }
                }
                case 4 -> {
                    if (!queued.isEmpty()) {
                        lose(queued.remove(0), 1 + choice);
                    }
                }
                case 5, 6 -> {
                    if (!inFlight.isEmpty()) {
                        long settled = inFlight.remove(0);
                        if (choice > 0) {
                            lose(settled, choice);
                        }
                    }
                }
                case 7 -> begin(choice % (THREADS + 1));
                default -> {
                    if (!flushes.isEmpty()) {
                        end(flushes.remove(choice % flushes.size()));
                    }
                }
            }
        }

        private void begin(int thread) {
            if (thread < THREADS && flushes.stream().anyMatch(flush -> flush.thread == thread)) {
                return;
            }
            losses.begin(accepted);
            flushes.add(new Flush(thread, thread < THREADS ? knows[thread] : losses.told(), accepted));
        }

        private void lose(long ticket, long count) {
            losses.add(ticket, count);
            every.put(ticket, count);
        }

        private void end(Flush flush) {
            long oldest = !inFlight.isEmpty() ? inFlight.get(0) : queued.isEmpty() ? Long.MAX_VALUE : queued.get(0);
            boolean complete = oldest > flush.through;
            if (complete) {
                assertThat(losses.between(flush.after, flush.through)).isEqualTo(
                        every.subMap(flush.after, false, flush.through, true).values().stream().mapToLong(n -> n).sum());
                if (flush.thread < THREADS) {
                    knows[flush.thread] = flush.through;
                }
            }
            losses.end(flush.through, complete);
        }
    }

    @Provide
    Arbitrary<List<int[]>> steps() {
        return Arbitraries.integers().between(0, 8).tuple2().flatMap(
                action -> Arbitraries.integers().between(0, 3).map(choice -> new int[] { action.get1(), choice }))
                .list().ofMaxSize(200);
    }

    @Property(tries = 3000)
    void everyFlushCountsExactlyWhatItCovers(@ForAll("steps") List<int[]> steps) {
        World world = new World();
        for (int[] step : steps) {
            world.step(step[0], step[1]);
        }
        while (!world.flushes.isEmpty()) {
            world.step(8, 0);
        }
    }

    @Property(tries = 1)
    void aLongOutageWithoutAFlushTakesNoMemory() {
        Losses losses = new Losses();
        for (long ticket = 1; ticket <= 100_000; ticket++) {
            losses.add(ticket, 1);
        }
        assertThat(losses.size()).isEqualTo(1);
    }

    @Property(tries = 1)
    void flushesThatAreEachToldOfALossTakeABoundedMemoryAndHideNothing() {
        Losses losses = new Losses();
        for (long ticket = 1; ticket <= 10_000; ticket++) {
            losses.begin(ticket);
            losses.add(ticket, 1);
            assertThat(losses.between(ticket - 1, ticket)).isEqualTo(1);
            losses.end(ticket, true);
        }
        assertThat(losses.size()).isEqualTo(Losses.MOST);
        assertThat(losses.between(0, 10_000)).as("who has not flushed yet").isEqualTo(10_000);
        assertThat(losses.between(5_000, 10_000)).as("who has not flushed for long").isGreaterThanOrEqualTo(5_000);
        assertThat(losses.between(9_500, 10_000)).isEqualTo(500);
    }

    @Property(tries = 1)
    void whatAFlushUnderWayCoversIsToldApart() {
        Losses losses = new Losses();
        losses.add(1, 1);
        losses.begin(1);
        for (long ticket = 2; ticket <= 10_000; ticket++) {
            losses.begin(ticket);
            losses.add(ticket, 1);
            losses.end(ticket, true);
        }
        assertThat(losses.between(0, 1)).isEqualTo(1);
        assertThat(losses.size()).isLessThanOrEqualTo(Losses.MOST);
    }
}
