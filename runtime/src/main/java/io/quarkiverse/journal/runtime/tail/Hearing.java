package io.quarkiverse.journal.runtime.tail;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * Listens, and notices whether notifications arrive. A pooler in transaction mode takes LISTEN and lets it come to nothing,
 * without an error: what
 * others write is found by polling then. That is said once, and once when they arrive again.
 * <p>
 * A head that a poll finds and that no notification tells of within a while is missed. One of them says little, since a writer
 * may die between a commit and its notification; nor does a notification that is late say that they arrive, since a pooler may
 * let one through by chance.
 * <p>
 * Belongs to the tail's thread.
 */
final class Hearing {

    private static final Logger LOG = Logger.getLogger(Hearing.class);

    /** A writer tells of a commit within some milliseconds. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MISSED_WHEN_DEAF = 2;
    private static final int HEARD_WHEN_WELL = 3;
    private static final long NONE = 0;

    private final Duration pollInterval;
    private final String pollIntervalKey;
    private boolean deaf;
    private long missing = NONE;
    private long missingSince;
    private int missed;
    private int heard;

    /**
     * @param pollIntervalKey the property that sets the interval
     */
    Hearing(Duration pollInterval, String pollIntervalKey) {
        this.pollInterval = pollInterval;
        this.pollIntervalKey = pollIntervalKey;
    }

    /** Begins to listen on a connection. */
    void listen(Connection connection, String channel) throws SQLException {
        // Of what was committed before, nobody tells.
        missing = NONE;
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN \"" + channel + '"');
        } catch (SQLException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            becomeDeaf("LISTEN was refused (" + e.getMessage() + ')');
        }
    }

    /** Whether the statement is not supported, not allowed or not understood: polling works all the same. */
    private static boolean isRefusal(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("0A") || state.startsWith("42"));
    }

    /**
     * A poll that no notification caused has looked at the head.
     *
     * @param known the highest head that was known before
     * @param now by {@link System#nanoTime()}
     */
    void polled(long known, long head, long now) {
        if (missing != NONE && now - missingSince >= LATE_NANOS) {
            missing = NONE;
            heard = 0;
            if (++missed >= MISSED_WHEN_DEAF) {
                becomeDeaf("LISTEN is without effect");
            }
        }
        if (missing == NONE && head > known) {
            missing = head;
            missingSince = now;
        }
    }

    /**
     * A notification tells of a head.
     *
     * @param known the highest head that was known before
     */
    void told(long head, long known) {
        if (head >= missing) {
            missing = NONE;
        }
        if (head > known) {
            missed = 0;
            if (deaf && ++heard >= HEARD_WHEN_WELL) {
                deaf = false;
                LOG.info("Notifications of the journal arrive again");
            }
        }
    }

    private void becomeDeaf(String how) {
        heard = 0;
        if (!deaf) {
            deaf = true;
            LOG.warnf("Notifications of the journal do not arrive: %s, as behind a pooler in transaction mode. Events of other "
                    + "nodes are found by polling, up to %s ms after their commit (%s). Let quarkus.datasource.jdbc.url lead to "
                    + "the server itself, or to a pooler in session mode", how, pollInterval.toMillis(), pollIntervalKey);
        }
    }
}
