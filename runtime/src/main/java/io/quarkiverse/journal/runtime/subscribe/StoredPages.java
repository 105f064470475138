package io.quarkiverse.journal.runtime.subscribe;

import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.Heads.Extent;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.PageReader;
import io.quarkiverse.journal.runtime.store.ReaderConnections;
import io.quarkiverse.journal.runtime.store.Tables;
import io.smallrye.mutiny.Uni;

/**
 * The journal in PostgreSQL, by way of the connections that all readers share.
 */
record StoredPages(ReaderConnections connections, PageReader pages, Tables tables) implements PageSource {

    @Override
    public Uni<Extent> extent(long checked) {
        return connections.read(connection -> Heads.extent(connection, tables, checked));
    }

    @Override
    public Uni<Page> page(long after, EventFilter filter) {
        return connections.read(connection -> pages.read(connection, after, filter));
    }

    @Override
    public boolean isClosed() {
        return connections.isClosed();
    }
}
