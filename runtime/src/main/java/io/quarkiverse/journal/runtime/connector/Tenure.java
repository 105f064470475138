package io.quarkiverse.journal.runtime.connector;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.consume.Checkpoints;
import io.quarkiverse.journal.runtime.consume.Ownership;
import io.quarkiverse.journal.runtime.consume.ProcessedPrefix;
import io.quarkiverse.journal.runtime.observe.Outage;

/**
 * A durable consumer for as long as it is this node's: keeps the lease, stores the place, and says once that it is over.
 * <p>
 * Thread-safe.
 */
final class Tenure {

    private static final Logger LOG = Logger.getLogger(Tenure.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final IncomingChannel channel;
    private final Ownership ownership;
    private final Outage renewing;
    private final Outage storing;
    private volatile @Nullable Checkpoints checkpoints;
    private volatile long renewed;

    /**
     * @param begun when the lease was asked for, by {@link System#nanoTime()}
     */
    Tenure(IncomingChannel channel, Ownership ownership, long begun) {
        this.channel = channel;
        this.ownership = ownership;
        this.renewed = begun;
        this.renewing = new Outage(LOG, "Keeping the lease of consumer " + ownership.name());
        this.storing = new Outage(LOG, "Storing the checkpoint of consumer " + ownership.name());
    }

    void begin(ProcessedPrefix prefix) {
        checkpoints = new Checkpoints(ownership, prefix);
    }

    @Nullable
    Cursor checkpoint() {
        return ownership.taken().checkpoint();
    }

    /** Asked for every now and then, well within the lease. */
    void renew() {
        long begun = System.nanoTime();
        if (begun - renewed > ownership.lease().toNanos()) {
            // Another node may have it by now; it is not known, so nothing more is delivered.
            channel.lost(this, "its lease of " + ownership.lease().toMillis() + " ms could not be kept");
            return;
        }
        var unused = ownership.renew().whenComplete((owned, failure) -> {
            if (failure != null) {
                renewing.failed(failure);
            } else if (owned) {
                renewing.worked();
                renewed = begun;
            } else {
                lost();
            }
        });
    }

    /** Stores the place once; whoever comes later tries again. */
    CompletableFuture<Boolean> store() {
        Checkpoints storer = checkpoints;
        if (storer == null) {
            return CompletableFuture.completedFuture(true);
        }
        return storer.store().whenComplete((owned, failure) -> {
            if (failure != null) {
                storing.failed(failure);
            } else if (owned) {
                storing.worked();
            } else {
                lost();
            }
        });
    }

    /** Stores the place; completes once it is stored, or the consumer is not this node's any more. */
    CompletableFuture<@Nullable Void> storeUntilDone() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        storeUntilDone(done);
        return done;
    }

    private void storeUntilDone(CompletableFuture<@Nullable Void> done) {
        var unused = store().whenCompleteAsync((owned, failure) -> {
            if (failure != null && channel.isCurrent(this)) {
                channel.later(RETRY, () -> storeUntilDone(done));
            } else {
                done.complete(null);
            }
        }, channel.executor());
    }

    /**
     * Moves the checkpoint in the connection's transaction.
     *
     * @return whether the consumer is this node's
     */
    boolean move(Connection connection, Cursor place) throws SQLException {
        return ownership.move(connection, place);
    }

    /** A statement has found the consumer with a higher fence. */
    void lost() {
        channel.lost(this, "another node took it over");
    }

    /** A transaction that moved the checkpoint has committed. */
    void moved(Cursor place) {
        Checkpoints storer = checkpoints;
        if (storer != null) {
            storer.storedElsewhere(place);
        }
    }

    /** Stores the place a last time and gives the consumer up. */
    void end(Duration patience) throws InterruptedException {
        // A transaction of the application's that is still open may move the checkpoint after what is known here.
        CompletableFuture<Boolean> last = channel.settings().strategy() == CommitStrategy.TRANSACTIONAL
                ? CompletableFuture.completedFuture(true)
                : store();
        try {
            last.handle((owned, failure) -> owned).thenCompose(ignored -> ownership.release())
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warnf(e, "Consumer %s could not be given up; another node waits for the end of its lease, at most %d ms",
                    ownership.name(), ownership.lease().toMillis());
        }
    }

    String consumer() {
        return ownership.name();
    }
}
