package io.quarkiverse.journal.runtime.subscribe;

import java.util.concurrent.atomic.AtomicInteger;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.store.ExistingTopics;
import io.quarkiverse.journal.runtime.store.PageReader;
import io.quarkiverse.journal.runtime.store.ReadAhead;
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

    /** For answers that are small. */
    private static final Question.Custody<Object> UNKEPT = new Question.Custody<>() {

        @Override
        public void keep(Object answer) {
            // It costs next to nothing.
        }

        @Override
        public void drop(Object answer) {
            // Nothing was kept.
        }
    };

    private final Tail tail;
    private final PageSource pages;
    private final PageMemory memory;
    private final Outage outage = new Outage(LOG, "Reading the journal");
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param heldBytes how much of pages all readings may hold together
     * @param nudge tells the node's writer that committed transactions wait for their positions
     */
    public ReadingSources(Tail tail, ReaderConnections connections, PageReader pages, Tables tables,
            TopicFloors floors, ExistingTopics topics, long heldBytes, Runnable nudge) {
        this(tail, new StoredPages(connections, new ReadAhead(connections, pages), tables, floors, topics, nudge), heldBytes);
    }

    ReadingSources(Tail tail, PageSource pages, long heldBytes) {
        this.tail = tail;
        this.pages = pages;
        this.memory = new PageMemory(heldBytes);
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

    /** How many bytes of pages all readings hold together, about. */
    public long heldBytes() {
        return memory.weight();
    }

    Tail tail() {
        return tail;
    }

    PageSource pages() {
        return pages;
    }

    /** Asks where a journal begins. */
    Question<Opening> openings(Runnable answered) {
        return new Question<>(outage, answered, UNKEPT);
    }

    /** Asks for pages. */
    <P> Question<Leased<P>> leases(Runnable answered) {
        return new Question<>(outage, answered, memory);
    }

    PageMemory memory() {
        return memory;
    }

    /** A reading has been closed. */
    void closed() {
        open.decrementAndGet();
    }
}
