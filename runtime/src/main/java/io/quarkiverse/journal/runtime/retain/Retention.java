package io.quarkiverse.journal.runtime.retain;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.runtime.observe.NodeThread;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.store.JournalPools;
import io.quarkiverse.journal.runtime.store.Oldest;
import io.quarkiverse.journal.runtime.store.RetentionLock;
import io.quarkiverse.journal.runtime.store.Tables;

/**
 * Removes now and then what is past retention, if no other node is at it, and deletes topics when asked to. On a thread and a
 * connection of its own; the connection is open only during a turn.
 */
public final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final JournalPools pools;
    private final Tables tables;
    private final long interval;
    private final RetentionLock lock;
    private final Deletions deletions;
    private final Removal removal;
    private final RetentionFigures figures = new RetentionFigures();
    private final Outage outage = new Outage(LOG, "Removing what is past retention");
    private final LinkedBlockingQueue<Deletions.Wanted> wanted = new LinkedBlockingQueue<>();
    private final NodeThread thread;
    private volatile boolean stopped;
    private volatile @Nullable Connection connection;

    public Retention(JournalPools pools, Tables tables, JournalConfig config) {
        this.pools = pools;
        this.tables = tables;
        this.interval = config.retention().interval().toNanos();
        this.lock = new RetentionLock(tables);
        this.deletions = new Deletions(lock, tables);
        this.removal = new Removal(tables, Policy.of(config), figures);
        this.thread = new NodeThread("journal-retention", this::run);
    }

    public void start() {
        thread.start();
    }

    public RetentionFigures figures() {
        return figures;
    }

    /**
     * Deletes a topic.
     *
     * @return whether it had events; comes when no reader that begins later sees them, on this class's thread
     */
    public CompletableFuture<Boolean> delete(String topic) {
        Deletions.Wanted deletion = new Deletions.Wanted(topic, new CompletableFuture<>());
        wanted.add(deletion);
        if (stopped && wanted.remove(deletion)) {
            deletion.done().completeExceptionally(new JournalClosedException());
        }
        return deletion.done();
    }

    private void run() {
        boolean more = false;
        try {
            while (!stopped) {
                Deletions.Wanted next = wanted.poll(more ? 0 : interval, TimeUnit.NANOSECONDS);
                more = turn(next);
            }
        } catch (InterruptedException e) {
            LOG.debug("Retention was interrupted: the node ends");
        } finally {
            stopped = true;
            Deletions.Wanted left;
            while ((left = wanted.poll()) != null) {
                left.done().completeExceptionally(new JournalClosedException());
            }
        }
    }

    /**
     * @return whether there is more to do at once
     */
    private boolean turn(Deletions.@Nullable Wanted deletion) {
        try (Connection opened = pools.retention()) {
            connection = opened;
            if (deletion != null) {
                deletions.delete(opened, deletion);
            }
            boolean more = removeUnlessOthersDo(opened);
            figures.found(Oldest.look(opened, tables));
            outage.worked();
            return more;
        } catch (SQLException | RuntimeException e) {
            if (deletion != null) {
                deletion.done().completeExceptionally(e);
            }
            if (!stopped) {
                outage.failed(e);
            }
            return false;
        } finally {
            connection = null;
        }
    }

    private boolean removeUnlessOthersDo(Connection opened) throws SQLException {
        if (!lock.tryLock(opened)) {
            return false;
        }
        try {
            long begun = System.nanoTime();
            long before = figures.removedEvents();
            boolean more = removal.turn(opened);
            LOG.debugf("Retention removed %d events in %d ms%s", figures.removedEvents() - before,
                    Duration.ofNanos(System.nanoTime() - begun).toMillis(), more ? "; there are more" : "");
            return more;
        } finally {
            lock.unlock(opened);
        }
    }

    /** Ends the thread. Whatever it is at is gone on with by another node, or after the next start. */
    public void stop() throws InterruptedException {
        stopped = true;
        Connection open = connection;
        if (open != null) {
            JournalPools.abort(open);
        }
        thread.interrupt();
        thread.join(PATIENCE);
    }
}
