package io.quarkiverse.journal.benchmarks.churn;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/** Publishes a hundred events a second on another node, so that the one under test learns of them by way of the database. */
final class Publisher {

    private static final String TOPIC = "visits";
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final Journal journal;
    private final Showcase showcase;
    private final SampleEvents events = new SampleEvents(200);
    private volatile long head;

    Publisher(Journal journal, Showcase showcase) {
        this.journal = journal;
        this.showcase = showcase;
    }

    URI stream() {
        return showcase.journal("topics/" + TOPIC + "/stream");
    }

    /** The position of the last event. */
    long head() {
        return head;
    }

    /** Publishes until it is time, or until readers tell of a failure before. */
    void publishUntil(long end, CompletableFuture<Void> readers) {
        for (long due = System.nanoTime(); due < end && !readers.isDone(); due += PAUSE) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            head = journal.append(TOPIC, events.get(head)).await().indefinitely().last();
        }
    }
}
