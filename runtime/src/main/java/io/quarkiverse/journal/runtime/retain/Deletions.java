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

    void delete(Connection connection, Wanted wanted) throws SQLException {
        try {
            await(connection, wanted.topic());
        } catch (JournalException e) {
            wanted.done().completeExceptionally(e);
            return;
        }
        boolean deleted;
        try {
            deleted = floors.raiseToEnd(connection, wanted.topic());
        } finally {
            lock.unlock(connection);
        }
        wanted.done().complete(deleted);
    }

    /** Another node's turn takes some seconds at most. */
    private void await(Connection connection, String topic) throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            try {
                lock.lock(connection);
                return;
            } catch (SQLException e) {
                if (!RetentionLock.isTaken(e)) {
                    throw e;
                }
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new JournalException("The topic " + topic + " was not deleted: another session has held the lock of "
                            + "retention for " + PATIENCE.toSeconds() + " s. See pg_locks for it, and try again", e);
                }
            }
        }
    }
}
