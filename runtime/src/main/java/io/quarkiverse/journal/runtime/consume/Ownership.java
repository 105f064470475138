package io.quarkiverse.journal.runtime.consume;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.store.Consumers;
import io.quarkiverse.journal.runtime.store.Consumers.Taken;
import io.quarkiverse.journal.runtime.store.SqlReader;

/**
 * A durable consumer that this node reads for, from the moment it took it over. Once another node has, everything is answered
 * with {@code false}.
 * <p>
 * Thread-safe. Answers come on a thread of the journal: hand them over before doing anything long.
 *
 * @param name the consumer's name
 * @param taken what was there when it was taken over
 */
public record Ownership(Database database, Consumers consumers, String name, Taken taken, Duration lease) {

    /** Where statements run, without waiting for them. */
    @FunctionalInterface
    public interface Database {

        <T> CompletableFuture<T> submit(SqlReader<T> work);
    }

    /**
     * Takes a consumer over.
     *
     * @param atHead whether a consumer without a checkpoint gets the head of the journal as one
     * @return nothing when another node has it
     */
    public static CompletableFuture<Optional<Ownership>> take(Database database, Consumers consumers, String name, String owner,
            Duration lease, boolean atHead) {
        return database.submit(connection -> consumers.take(connection, name, owner, lease, atHead)
                .map(taken -> new Ownership(database, consumers, name, taken, lease)));
    }

    /** Keeps the lease. */
    public CompletableFuture<Boolean> renew() {
        return database.submit(connection -> consumers.renew(connection, name, taken.fence(), lease));
    }

    /** Moves the checkpoint, in a transaction of its own. */
    public CompletableFuture<Boolean> move(Cursor place) {
        return database.submit(connection -> consumers.move(connection, name, taken.fence(), place));
    }

    /** Moves the checkpoint, in the connection's transaction. */
    public boolean move(Connection connection, Cursor place) throws SQLException {
        return consumers.move(connection, name, taken.fence(), place);
    }

    /** Gives the consumer up. */
    public CompletableFuture<Boolean> release() {
        return database.submit(connection -> {
            consumers.release(connection, name, taken.fence());
            return true;
        });
    }
}
