package io.quarkiverse.journal.runtime.store;

import io.smallrye.mutiny.Uni;

/**
 * Reads pages for readers, by way of the connections that they share. Who is far behind, and alone, gets two pages in one: they
 * are read at the same time, the second from where the first one is expected to end, so that the server works on one while the
 * other is taken apart here.
 * <p>
 * Thread-safe.
 */
public final class ReadAhead {

    private final ReaderConnections connections;
    private final PageReader pages;

    public ReadAhead(ReaderConnections connections, PageReader pages) {
        this.connections = connections;
        this.pages = pages;
    }

    /** The next matching events, read when it is subscribed to. */
    public Uni<Page> page(PageRequest wanted) {
        return Uni.createFrom().deferred(() -> {
            long window = connections.hasRoom() ? pages.window(wanted) : 0;
            return window > 0 ? both(wanted, window) : one(wanted);
        });
    }

    private Uni<Page> one(PageRequest wanted) {
        return connections.read(connection -> pages.read(connection, wanted));
    }

    private Uni<Page> both(PageRequest wanted, long window) {
        long middle = wanted.after() + window;
        return Uni.combine().all().unis(
                connections.read(connection -> pages.read(connection, wanted, wanted.after(), middle)),
                connections.read(connection -> pages.read(connection, wanted, middle, middle + window)))
                .asTuple()
                .flatMap(windows -> {
                    Page joined = PageWindow.join(wanted.after(), windows.getItem1(), windows.getItem2());
                    return joined == null ? one(wanted) : Uni.createFrom().item(joined);
                });
    }
}
