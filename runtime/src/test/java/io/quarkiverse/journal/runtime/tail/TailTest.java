package io.quarkiverse.journal.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.StoredEvent;

class TailTest {

    private final Tail tail = new Tail(16, Long.MAX_VALUE, 10);

    @Test
    void takesWhatFollows() {
        assertThat(tail.append(TestEvents.events(11, 13))).isTrue();
        assertThat(tail.head()).isEqualTo(13);
    }

    @Test
    void passesOverWhatIsKnown() {
        var first = TestEvents.events(11, 13);
        tail.append(first);
        assertThat(tail.append(TestEvents.events(12, 15))).isTrue();
        assertThat(tail.head()).isEqualTo(15);
        assertThat(tail.get(12)).isSameAs(first.get(1));
        assertThat(tail.append(TestEvents.events(9, 14))).isTrue();
        assertThat(tail.append(List.of())).isTrue();
        assertThat(tail.head()).isEqualTo(15);
    }

    @Test
    void refusesWhatLeavesAHole() {
        assertThat(tail.append(TestEvents.events(12, 13))).isFalse();
        assertThat(tail.head()).isEqualTo(10);
        assertThat(tail.get(12)).isNull();
    }

    /** What the database has between the holes is read there by whoever is not past them. */
    @Test
    void goesOnBehindTheHolesOfWhatWasRemoved() {
        List<StoredEvent> read = Stream.of(TestEvents.events(11, 12), TestEvents.events(14, 15), TestEvents.events(18, 19))
                .flatMap(List::stream).toList();
        tail.take(read, 21);
        assertThat(tail.head()).isEqualTo(21);
        assertThat(tail.covers(21)).isFalse();
        tail.take(TestEvents.events(24, 25), 25);
        assertThat(tail.head()).isEqualTo(25);
        assertThat(tail.covers(23)).isFalse();
        assertThat(tail.get(24)).isNotNull();
    }

    @Test
    void coversWhatItHoldsAndWhatComesNext() {
        tail.append(TestEvents.events(11, 12));
        assertThat(tail.covers(10)).isFalse();
        assertThat(tail.covers(11)).isTrue();
        assertThat(tail.covers(13)).isTrue();
        assertThat(tail.covers(14)).isFalse();
    }

    @Test
    void skipsForwardAndNeverBack() {
        tail.append(TestEvents.events(11, 12));
        tail.skipTo(20);
        assertThat(tail.head()).isEqualTo(20);
        assertThat(tail.get(12)).isNull();
        tail.skipTo(15);
        assertThat(tail.head()).isEqualTo(20);
        assertThat(tail.append(TestEvents.events(21, 21))).isTrue();
    }

    @Test
    void wakesTheReaderOfATopicWithHowFarThereWasNothingForIt() {
        TestReader quiet = parked(Subscription.to("quiet"), 10);
        tail.append(TestEvents.events(11, 14));
        assertThat(quiet.woken.availablePermits()).isZero();
        tail.append(List.of(TestEvents.event(15), TestEvents.event(16, "quiet", 1)));
        assertThat(quiet.woken.availablePermits()).isOne();
        assertThat(quiet.nothingThrough).isEqualTo(14);
    }

    @Test
    void wakesEveryoneWhenItSkips() {
        TestReader quiet = parked(Subscription.to("quiet"), 10);
        tail.skipTo(100);
        assertThat(quiet.woken.availablePermits()).isOne();
        assertThat(quiet.nothingThrough).as("nobody looked at what was skipped").isLessThanOrEqualTo(10);
    }

    @Test
    void doesNotWakeWhoIsForgotten() {
        TestReader gone = parked(Subscription.toAll(), 10);
        tail.unpark(gone);
        tail.append(TestEvents.events(11, 11));
        tail.close();
        assertThat(gone.woken.availablePermits()).isZero();
    }

    @Test
    void doesNotParkWhoHasMoreToSee() {
        tail.append(TestEvents.events(11, 11));
        assertThat(tail.park(new TestReader(Subscription.toAll()), 10)).isFalse();
        assertThat(tail.park(new TestReader(Subscription.toAll()), 11)).isTrue();
        assertThat(tail.park(new TestReader(Subscription.toAll()), 12)).as("a page went ahead of the tail").isTrue();
    }

    @Test
    void wakesEveryoneWhenItClosesAndParksNobodyAfter() {
        TestReader reader = parked(Subscription.to("quiet"), 10);
        tail.close();
        assertThat(reader.woken.availablePermits()).isOne();
        assertThat(tail.isClosed()).isTrue();
        assertThat(tail.park(reader, 10)).isFalse();
    }

    @Test
    void aReaderThatCannotBeWokenHarmsNeitherTheOthersNorTheWriter() {
        Parked broken = new Parked() {

            @Override
            public EventFilter filter() {
                return EventFilter.of(Subscription.toAll());
            }

            @Override
            public void wake(long through) {
                throw new IllegalStateException("No thread takes this any more");
            }
        };
        tail.park(broken, 10);
        TestReader other = parked(Subscription.toAll(), 10);
        assertThat(tail.append(TestEvents.events(11, 11))).isTrue();
        assertThat(other.woken.availablePermits()).isOne();
    }

    @Test
    void doesNotWaitForABatchThatCannotBeTakenYet() throws Exception {
        tail.append(TestEvents.events(12, 13));
        assertThat(tail.await(13, TimeUnit.DAYS.toNanos(1))).isFalse();
    }

    @Test
    void waitsForTheWriterToHandOver() throws Exception {
        Thread writer = new Thread(() -> tail.append(TestEvents.events(11, 13)));
        writer.start();
        assertThat(tail.await(13, TimeUnit.DAYS.toNanos(1))).isTrue();
        writer.join();
        assertThat(tail.await(14, 1)).isFalse();
    }

    private TestReader parked(Subscription subscription, long seen) {
        TestReader reader = new TestReader(subscription);
        assertThat(tail.park(reader, seen)).isTrue();
        return reader;
    }
}
