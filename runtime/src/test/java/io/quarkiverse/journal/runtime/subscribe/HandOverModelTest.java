package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;

/**
 * Any order of commits, hand-overs, pages, evictions, removals and polls: a reading gives exactly the matching events after its
 * start, in
 * order, but for those of which a gap said that they are missing, and one sentinel at its place.
 */
class HandOverModelTest {

    private static final int KINDS_OF_STEP = 21;
    private static final int READERS = 3;

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void readingsGiveEverythingOnceInOrder(@ForAll("steps") List<Integer> steps, @ForAll @IntRange(max = 20) int before,
            @ForAll @IntRange(min = 2, max = 9) int bufferSize, @ForAll @IntRange(min = 1, max = 6) int pageSize,
            @ForAll @IntRange(min = 1, max = 9) int held, @ForAll boolean polledWithoutSignal) {
        new Run(bufferSize, pageSize, before, held, polledWithoutSignal).steps(steps).toRest();
    }

    @Provide
    Arbitrary<List<Integer>> steps() {
        return Arbitraries.integers().between(0, 1 << 16).withDistribution(RandomDistribution.uniform()).list().ofMaxSize(120);
    }

    private static final class Run {

        private final SimulatedJournal journal;
        private final ReadingSources sources;
        private final boolean polledWithoutSignal;
        private final List<CheckingReader> readers = new ArrayList<>();

        /** @param held for how many events there is memory, or a few more than there are */
        Run(int bufferSize, int pageSize, int before, int held, boolean polledWithoutSignal) {
            this.journal = new SimulatedJournal(bufferSize, pageSize, before, bufferSize);
            this.sources = new ReadingSources(journal.tail(), journal,
                    held * SimulatedJournal.WEIGHT);
            this.polledWithoutSignal = polledWithoutSignal;
            for (int i = 0; i < READERS; i++) {
                readers.add(reader(before * 5 + i * 11 + pageSize));
            }
        }

        Run steps(List<Integer> steps) {
            for (int step : steps) {
                step(step % KINDS_OF_STEP, step / KINDS_OF_STEP);
            }
            return this;
        }

        private void step(int kind, int choice) {
            switch (kind) {
                case 0, 1 -> journal.commitByThisNode(1 + choice % 3, choice);
                case 2 -> journal.commit(1 + choice % 3, choice);
                case 3 -> journal.commitByThisNode(10, choice);
                case 4, 5 -> journal.handOver();
                case 6 -> journal.followerReads();
                case 7 -> journal.followerAppends();
                case 8, 9 -> journal.databaseAnswers(choice);
                case 10, 11 -> journal.answerArrives(choice);
                case 12 -> reopen(choice % READERS, choice / READERS);
                case 13 -> close(choice);
                case 14 -> journal.raiseFloor(SimulatedJournal.TOPICS.get(choice % 4), choice / 4 % (journal.head() + 1));
                case 15, 16 -> journal.remove(choice);
                case 17, 18 -> readers.get(choice % READERS).namePlace();
                default -> poll(readers.get(choice % READERS), 1 + choice / READERS % 5);
            }
        }

        private void close(int choice) {
            if (choice % 8 == 0) {
                journal.close(SimulatedJournal.TOPICS.get(choice / 8 % SimulatedJournal.TOPICS.size()));
            }
        }

        private void poll(CheckingReader reader, int max) {
            if (polledWithoutSignal || reader.isWorthPolling()) {
                reader.poll(max);
            }
        }

        private void reopen(int which, int choice) {
            if (choice % 4 == 0) {
                readers.get(which).close();
                readers.set(which, reader(choice / 4));
            }
        }

        /** Nothing more is committed: whoever still has something to be given must be told of it by a signal. */
        void toRest() {
            boolean busy = true;
            int rounds = 0;
            while (busy) {
                assertThat(++rounds).as("rounds without coming to rest").isLessThan(10_000);
                busy = journal.handOver();
                busy |= journal.databaseAnswers(0);
                busy |= journal.answerArrives(0);
                busy |= journal.tail().head() < journal.head();
                journal.followerReads();
                journal.followerAppends();
                for (CheckingReader reader : readers) {
                    while (reader.isWorthPolling()) {
                        busy = true;
                        reader.poll(3);
                    }
                }
            }
            readers.forEach(CheckingReader::checkComplete);
            readers.forEach(CheckingReader::namePlace);
            readers.forEach(reader -> reader.checkNamed(journal.head()));
            endsAll();
        }

        private void endsAll() {
            long live = readers.stream().filter(CheckingReader::isLive).count();
            assertThat(sources.openReadings()).isEqualTo((int) live);
            journal.tail().close();
            for (CheckingReader reader : readers) {
                if (reader.isLive()) {
                    assertThat(reader.isWorthPolling()).as("signalled when the node ends").isTrue();
                    assertThatThrownBy(() -> reader.poll(1)).isInstanceOf(JournalClosedException.class);
                }
                reader.close();
            }
            assertThat(sources.openReadings()).isZero();
            assertThat(sources.memory().weight()).as("held by nobody").isZero();
        }

        private CheckingReader reader(int choice) {
            return new CheckingReader(journal, sources, subscription(choice));
        }

        private Subscription subscription(int choice) {
            Subscription topics = switch (choice % 8) {
                case 0 -> Subscription.to("a");
                case 1 -> Subscription.to("a", "c");
                case 2 -> Subscription.to("a*");
                case 3 -> Subscription.toAll();
                case 4 -> Subscription.to("b").kinds("x");
                case 5 -> Subscription.to("nobody-publishes-here");
                case 6 -> Subscription.to("ab*", "c").kinds("y");
                default -> Subscription.toAll().kinds("y");
            };
            Subscription since = switch (choice / 8 % 4) {
                case 0 -> topics.since(Start.latest());
                case 1 -> topics.since(Start.after(choice % (journal.head() + 1)));
                case 2 -> topics.since(Start.after(Instant.EPOCH.plus(choice % (journal.head() + 1), ChronoUnit.MICROS)));
                default -> topics;
            };
            return switch (choice / 32 % 6) {
                case 0 -> since.untilCaughtUp();
                case 1 -> since.withoutSentinel();
                default -> since;
            };
        }
    }
}
