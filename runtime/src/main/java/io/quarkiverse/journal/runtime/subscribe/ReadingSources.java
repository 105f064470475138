package io.quarkiverse.journal.runtime.subscribe;

import java.util.concurrent.atomic.AtomicInteger;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.store.ExistingTopics;
import io.quarkiverse.journal.runtime.store.PageReader;
import io.quarkiverse.journal.runtime.store.ReaderConnections;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicFloors;
import io.quarkiverse.journal.runtime.tail.Tail;

/**
 * What all readings of a node share: the tail, and the way to the pages.
 * <p>
 * Thread-safe.
 */
public final class ReadingSources {

    private static final Logger LOG = Logger.getLogger(ReadingSources.class);

    private final Tail tail;
    private final PageSource pages;
    private final Outage outage = new Outage(LOG, "Reading the journal");
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param nudge tells the node's writer that committed transactions wait for their positions
     */
    public ReadingSources(Tail tail, ReaderConnections connections, PageReader pages, Tables tables,
            TopicFloors floors, ExistingTopics topics, Runnable nudge) {
        this(tail, new StoredPages(connections, pages, tables, floors, topics, nudge));
    }

    ReadingSources(Tail tail, PageSource pages) {
        this.tail = tail;
        this.pages = pages;
    }

    /**
     * Opens a reading; it begins with its first poll.
     *
     * @throws JournalClosedException when the node is shutting down
     */
    public Reading open(Subscription subscription, Runnable signal) {
        if (tail.isClosed()) {
            throw new JournalClosedException();
        }
        JournalReading reading = new JournalReading(subscription, this, signal);
        open.incrementAndGet();
        return reading;
    }

    /** How many readings are open. */
    public int openReadings() {
        return open.get();
    }

    Tail tail() {
        return tail;
    }

    PageSource pages() {
        return pages;
    }

    <T> Question<T> question(Runnable answered) {
        return new Question<>(outage, answered);
    }

    void closed(JournalReading reading) {
        tail.unpark(reading);
        open.decrementAndGet();
    }
}
