package io.quarkiverse.journal.runtime.sequence;

import java.sql.Connection;
import java.sql.SQLException;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.store.BatchWriter;
import io.quarkiverse.journal.runtime.store.JournalPools;

/**
 * The writer's connection: kept for as long as it works.
 * <p>
 * Used by the writer's thread, except {@link #abort}.
 */
public final class WriterConnection {

    private static final Logger LOG = Logger.getLogger(WriterConnection.class);

    private final JournalPools pools;
    private volatile @Nullable Connection connection;

    public WriterConnection(JournalPools pools) {
        this.pools = pools;
    }

    Connection get() throws SQLException {
        Connection present = connection;
        if (present == null) {
            present = pools.writer();
            connection = present;
        }
        return present;
    }

    /**
     * Ends a failed transaction.
     *
     * @return whether the connection is still of use
     */
    boolean rollback() {
        Connection present = connection;
        if (present == null) {
            return false;
        }
        try {
            BatchWriter.rollback(present);
            return true;
        } catch (SQLException e) {
            LOG.debug("The writer's connection is gone", e);
            discard();
            return false;
        }
    }

    /** Gives the connection up, for good: nobody knows what state it is in. */
    void discard() {
        abort();
        close();
    }

    /** Gives the connection back: to be used again if it works, to be replaced if it is broken. */
    void close() {
        Connection present = connection;
        connection = null;
        if (present != null) {
            try {
                present.close();
            } catch (SQLException e) {
                LOG.debug("Closing the writer's connection failed", e);
            }
        }
    }

    /**
     * Breaks the connection under whatever the writer is doing, who then gives it back. From any thread, at the end of the
     * node.
     */
    void abort() {
        Connection present = connection;
        if (present != null) {
            JournalPools.abort(present);
        }
    }
}
