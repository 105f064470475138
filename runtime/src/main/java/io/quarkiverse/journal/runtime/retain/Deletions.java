package io.quarkiverse.journal.runtime.retain;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.store.Floors;
import io.quarkiverse.journal.runtime.store.RetentionLock;
import io.quarkiverse.journal.runtime.store.Tables;

/** Deletes topics, as far as readers can tell. The events themselves are swept later. */
final class Deletions {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RetentionLock lock;
    private final Floors floors;

    Deletions(RetentionLock lock, Tables tables) {
        this.lock = lock;
        this.floors = new Floors(tables);
    }

    /**
     * @param done hears whether there were events, or why it failed
     */
    record Wanted(String topic, CompletableFuture<Boolean> done) {
    }

    /** Waits for another node's turn, which takes some seconds at most, and for the journal's lock. */
    void delete(Connection connection, Wanted wanted) throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            try {
                wanted.done().complete(raise(connection, wanted.topic()));
                return;
            } catch (SQLException e) {
                if (!RetentionLock.isTaken(e)) {
                    throw e;
                }
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    wanted.done().completeExceptionally(new JournalException("The topic " + wanted.topic()
                            + " was not deleted: another session has held the lock of retention, or the journal's, for "
                            + PATIENCE.toSeconds() + " s. See pg_locks for it, and try again", e));
                    return;
                }
            }
        }
    }

    private boolean raise(Connection connection, String topic) throws SQLException {
        lock.lock(connection);
        try {
            return floors.raiseToEnd(connection, topic);
        } finally {
            lock.unlock(connection);
        }
    }
}
