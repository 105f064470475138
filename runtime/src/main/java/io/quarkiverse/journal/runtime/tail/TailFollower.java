package io.quarkiverse.journal.runtime.tail;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.observe.Backoff;
import io.quarkiverse.journal.runtime.observe.NodeThread;
import io.quarkiverse.journal.runtime.observe.Outage;
import io.quarkiverse.journal.runtime.observe.Progress;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.JournalPools;
import io.quarkiverse.journal.runtime.store.Notification;
import io.quarkiverse.journal.runtime.store.Page;
import io.quarkiverse.journal.runtime.store.PageReader;
import io.quarkiverse.journal.runtime.store.PageRequest;
import io.quarkiverse.journal.runtime.store.Tables;

/**
 * Keeps the {@link Tail} up to date with what PostgreSQL has: listens, and polls in case a notification is lost. A notification
 * is a hint when to look, never what to believe. Where LISTEN does not work, as behind PgBouncer, it only polls.
 * <p>
 * Runs on a thread of its own, on a connection of its own.
 */
public final class TailFollower {

    private static final Logger LOG = Logger.getLogger(TailFollower.class);

    /** The writer hands a batch over right after its commit; that takes less than reading it again. */
    private static final long OWN_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** What is missing here is told to readers by the pages that they read instead. */
    private static final long FLOORS_DO_NOT_MATTER = Long.MAX_VALUE;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final EventFilter EVERYTHING = new EventFilter(Set.of(), List.of(), Set.of(), Set.of(), Set.of(), Set.of(),
            Set.of(), null);

    private final Tail tail;
    private final JournalPools pools;
    private final PageReader pages;
    private final Tables tables;
    private final String writer;
    private final Duration pollInterval;
    private final Hearing hearing;
    private final Divergence divergence;
    private final Outage outage = new Outage(LOG, "Following the journal");
    private final Progress progress = new Progress();
    private final NodeThread thread;
    private volatile boolean stopped;
    private volatile long known;
    private volatile @Nullable Connection connection;

    /**
     * @param pollIntervalKey the property that sets the interval
     */
    public TailFollower(Tail tail, JournalPools pools, PageReader pages, Tables tables, String writer, Duration pollInterval,
            String pollIntervalKey) {
        this.tail = tail;
        this.pools = pools;
        this.pages = pages;
        this.tables = tables;
        this.writer = writer;
        this.pollInterval = pollInterval;
        this.hearing = new Hearing(pollInterval, pollIntervalKey);
        this.divergence = new Divergence(tail, tables);
        this.thread = new NodeThread("journal-tail", this::run);
    }

    public void start() {
        thread.start();
    }

    /** Whether reading what is new is being tried again and again. */
    public boolean isOut() {
        return outage.isOut();
    }

    /** For how long there has been something to look at, or a connection to make, without success. */
    public Duration stalled() {
        return progress.stalled();
    }

    /** Whether the tail has ended although the node has not: other nodes' events are not seen any more until a restart. */
    public boolean isDead() {
        return thread.isDead();
    }

    /** The highest position that the tail has heard of. */
    public long knownHead() {
        return known;
    }

    private void run() {
        Backoff backoff = Backoff.upTo(Duration.ofSeconds(2));
        while (!stopped) {
            progress.due();
            try (Connection opened = pools.reader()) {
                connection = opened;
                try {
                    hearing.listen(opened, tables.channel());
                    verify(opened);
                    catchUp(opened);
                    progress.complete();
                    outage.worked();
                    backoff = backoff.reset();
                    follow(opened);
                } finally {
                    // It listens: whoever took it from the pool next would gather notifications that nobody reads.
                    JournalPools.abort(opened);
                }
            } catch (InterruptedException e) {
                LOG.debug("The tail was interrupted: the node ends");
                return;
            } catch (SQLException | RuntimeException e) {
                // Also a defect must not leave the node's readers without a tail.
                if (!stopped) {
                    outage.failed(e);
                    backoff = backoff.next();
                    pause(backoff.pauseMillis());
                }
            } finally {
                connection = null;
            }
        }
    }

    private void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    private void follow(Connection connection) throws SQLException, InterruptedException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        int poll = Math.toIntExact(Math.max(1, pollInterval.toMillis()));
        while (!stopped) {
            PGNotification[] notifications = postgres.getNotifications(poll);
            boolean silent = isSilent(notifications);
            if (silent || isNews(notifications)) {
                long before = known;
                progress.due();
                catchUp(connection);
                progress.complete();
                if (silent) {
                    hearing.polled(before, known, System.nanoTime());
                }
            }
        }
    }

    private static boolean isSilent(PGNotification @Nullable [] notifications) {
        return notifications == null || notifications.length == 0;
    }

    private boolean isNews(PGNotification[] notifications) throws InterruptedException {
        for (PGNotification received : notifications) {
            Notification notification = Notification.parse(received.getParameter());
            if (notification.head() == 0) {
                return true;
            }
            hearing.told(notification.head(), known);
            known = Math.max(known, notification.head());
            if (notification.head() > tail.head()
                    && !(notification.writer().equals(writer) && tail.await(notification.head(), OWN_BATCH_NANOS))) {
                return true;
            }
        }
        return false;
    }

    /** A database that was away may have come back as an older one. */
    private void verify(Connection connection) throws SQLException {
        long seen = tail.head();
        long head = Heads.head(connection, tables);
        long common = divergence.common(connection, seen, head);
        if (common < seen) {
            LOG.warnf("The journal in the database ends at position %d and is the same as what this node has seen only up to "
                    + "position %d, not up to %d: it was restored from an older backup, or lost what it had committed. Readers "
                    + "beyond that are told by a gap and begin again", head, common, seen);
            pages.forgetTopics();
            tail.goBackTo(common);
        }
    }

    private void catchUp(Connection connection) throws SQLException {
        long seen = tail.head();
        long head = Heads.head(connection, tables);
        if (head < seen) {
            verify(connection);
        }
        // Not the higher of the two: a restored backup has a lower one.
        known = head;
        if (head - tail.head() > tail.capacity()) {
            // Counted from the head that was read: the writer may move the tail meanwhile, and it must not pass the journal.
            tail.skipTo(head - tail.capacity() / 2);
        }
        Page page;
        do {
            page = pages.read(connection, PageRequest.after(tail.head(), EVERYTHING, FLOORS_DO_NOT_MATTER));
            tail.take(page.events(), page.through());
            progress.made();
        } while (!stopped && page.through() < page.head());
    }

    /** Ends the thread. */
    public void stop() throws InterruptedException {
        thread.ending();
        stopped = true;
        Connection open = connection;
        if (open != null) {
            JournalPools.abort(open);
        }
        thread.interrupt();
        thread.join(PATIENCE);
    }
}
