package io.quarkiverse.journal.runtime.subscribe;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.PageReader;
import io.quarkiverse.journal.runtime.store.ReaderConnections;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.tail.Tail;

/**
 * What all readings of a node share: the tail, and the way to the pages.
 * <p>
 * Thread-safe.
 */
public final class ReadingSources {

    private static final Logger LOG = Logger.getLogger(ReadingSources.class);

    private final Tail tail;
    private final ReaderConnections connections;
    private final PageReader pages;
    private final Tables tables;
    private final Outage outage = new Outage(LOG, "Reading the journal");
    private final AtomicInteger open = new AtomicInteger();

    public ReadingSources(Tail tail, ReaderConnections connections, PageReader pages, Tables tables) {
        this.tail = tail;
        this.connections = connections;
        this.pages = pages;
        this.tables = tables;
    }

    /** Opens a reading; it begins with its first poll. */
    public Reading open(Subscription subscription, Runnable signal) {
        open.incrementAndGet();
        return new JournalReading(subscription, this, signal);
    }

    /** How many readings are open. */
    public int openReadings() {
        return open.get();
    }

    Tail tail() {
        return tail;
    }

    <T> Question<T> question(Runnable answered) {
        return new Question<>(connections, outage, answered);
    }

    Extent extent(Connection connection, long checked) throws SQLException {
        return Heads.extent(connection, tables, checked);
    }

    Page page(Connection connection, long after, EventFilter filter) throws SQLException {
        return pages.read(connection, after, filter);
    }

    void closed(JournalReading reading) {
        tail.unpark(reading);
        open.decrementAndGet();
    }
}
