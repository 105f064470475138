package io.quarkiverse.journal.runtime.subscribe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.ExistingTopics;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.PageRequest;
import io.quarkiverse.journal.runtime.store.ReadAhead;
import io.quarkiverse.journal.runtime.store.ReaderConnections;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicFloors;
import io.smallrye.mutiny.Uni;

/**
 * The journal in PostgreSQL, by way of the connections that all readers share.
 */
record StoredPages(ReaderConnections connections, ReadAhead pages, Tables tables, TopicFloors floors, ExistingTopics topics,
        Runnable nudge)
        implements
            PageSource {

    /** About what the writer takes to move a transaction's events. */
    private static final Duration SEQUENCING = Duration.ofMillis(2);

    /**
     * Asked again until every transaction that was committed at the first time has its positions: the head covers them then.
     * The
     * topic's end is looked for after the head is known: an end that the head covers is seen.
     */
    @Override
    public Uni<Opening> opening(Start start, EventFilter filter) {
        return Uni.createFrom().deferred(() -> {
            AtomicLong ticketLimit = new AtomicLong(Long.MAX_VALUE);
            return connections
                    .read(connection -> {
                        topics.require(connection, filter.topics());
                        return Opening.read(connection, tables, floors, start, filter, ticketLimit.get());
                    })
                    .onItem().invoke(opening -> {
                        if (opening.extent().unsequenced() != 0) {
                            ticketLimit.set(opening.extent().unsequenced());
                            nudge.run();
                        }
                    })
                    // One after the other, not one inside the other: this may take as long as another node holds the lock.
                    .repeat().withDelay(SEQUENCING).whilst(opening -> opening.extent().unsequenced() != 0)
                    .collect().last();
        });
    }

    @Override
    public Uni<Page> page(PageRequest wanted) {
        return pages.page(wanted);
    }

    @Override
    public boolean isClosed() {
        return connections.isClosed();
    }
}
