package io.quarkiverse.journal.runtime.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Moves the events of committed transactions into the event table, under the journal's lock: every node's, whole transactions
 * in
 * the order of their highest ticket, before anything of the batch itself. So what a thread publishes after a commit that it
 * has seen, on whatever node, comes after that commit's events.
 * <p>
 * The statement must begin after the lock is held: its snapshot decides which transactions have committed.
 */
final class PendingMove {

    /**
     * A batch moves about this many events; of what is left the next ones take care, before they store anything of their own.
     */
    static final int MOST = 5_000;
    /** When more tickets than this are missing, the next batches look at everything from the lowest one on instead. */
    private static final int MOST_MISSED = 2_000;

    /** The columns of the batch table that travel from batch to batch: where to look for what is not moved. */
    static final String STATE = "moved_through, ahead, missed, missed_at, unlisted_through, unlisted_at";

    /** A setting of the transaction: the highest ticket that was given out before it got its own id. */
    private static final String GIVEN_OUT = "quarkus_journal.given_out";

    /** A setting of the transaction: whether transactions were left, since the statement does not look at ids. */
    private static final String LEFT = "quarkus_journal.left";
    /** For {@link Decision}: whether this transaction left any. */
    static final String HAS_LEFT = "coalesce(current_setting('" + LEFT + "', true), '') = 't'";

    /** The column that says how many events were dropped; those before it are the events'. */
    static final int REPEATS = 13;

    /** Of what is committed and not moved yet, that with higher tickets than all that is. */
    private static final String LATER = "ticket > (SELECT moved_through FROM state)";
    /** The rest: of transactions that were open when higher tickets were moved. */
    private static final String EARLIER = "ticket = ANY ((SELECT missed FROM state)::bigint[])";

    private final String sql;
    private final String writer;
    private final String before;

    private PendingMove(Tables tables, String writer, Ids ids) {
        this.writer = writer;
        // Read before the lock, and so before this transaction has an id: whoever has such a ticket has an older id. A ticket that is
        // missed is remembered with this transaction's id, and forgotten when everything older has ended. The upper bound
        // of a snapshot would not do: it is the next id after the last one that has ended, and younger ones are running.
        this.before = "SELECT set_config('" + GIVEN_OUT + "', (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM "
                + tables.qualified("pending_ticket_seq") + ")::text, true)";
        // Index scans are forced by the writer's session: the table's dead rows must not be walked over.
        // What is missed is listed from where the list ended to the highest ticket that was given out; or, if something is left,
        // to before that. If the list was given up, there is a new one once all who could have such tickets have ended, and this
        // batch, which sees what they have committed, takes it all.
        this.sql = """
                WITH state AS MATERIALIZED (
                    SELECT head, %11$s, clock_timestamp() AS recorded, pg_snapshot_xmin(pg_current_snapshot()) AS oldest
                    FROM %1$s ORDER BY head DESC LIMIT 1),
                %7$s
                moved AS (
                    INSERT INTO %3$s (position, recorded, time, index, topic_id, kind, id, key, correlation_id, run, step,
                                      headers, payload)
                    SELECT state.head + k.n, state.recorded, k.time, k.index, k.topic_id, k.kind, k.id, k.key,
                           k.correlation_id, k.run, k.step, k.headers, k.payload
                    FROM %8$s k, state
                    RETURNING position, topic_id, kind, id, time, key, correlation_id, index, run, step, headers, payload),
                counted AS (
                    SELECT (SELECT count(*) FROM chosen) AS chosen, (SELECT count(*) FROM %8$s) AS kept,
                           (SELECT count(*) FROM visible) AS visible),
                listing AS (
                    SELECT *, greatest(listed, moved_through, least(current_setting('%5$s')::bigint, %4$s - 1)) AS through
                    FROM (SELECT state.*, counted.*,
                                 CASE WHEN unlisted_at IS NULL THEN moved_through
                                      WHEN unlisted_at <= oldest AND chosen = visible THEN unlisted_through END AS listed
                          FROM state, counted) s),
                missing AS (
                    SELECT ticket, at FROM (
                        SELECT ticket, pg_current_xact_id() AS at
                        FROM listing, generate_series(listed + 1, through) ticket
                        WHERE chosen > 0 AND NOT ticket = ANY (ahead)
                        UNION ALL
                        SELECT ticket, at FROM state, unnest(missed, missed_at) AS m (ticket, at)
                        WHERE at > oldest OR ticket IN (SELECT ticket FROM visible)) m
                    WHERE NOT EXISTS (SELECT FROM chosen c WHERE c.ticket = m.ticket)),
                gathered AS (
                    SELECT coalesce(array_agg(ticket ORDER BY ticket), '{}') AS list,
                           coalesce(array_agg(at ORDER BY ticket), '{}') AS list_at,
                           count(*) > %6$d AS overflows, min(ticket) AS lowest
                    FROM missing),
                noted AS (
                    INSERT INTO %1$s (head, writer, number, %11$s, more)
                    SELECT head + kept, ?, ?,
                           CASE WHEN listed IS NULL THEN moved_through WHEN overflows THEN lowest - 1 ELSE through END,
                           CASE WHEN listed IS NULL OR overflows THEN '{}' ELSE
                               ARRAY(SELECT ticket FROM (SELECT ticket FROM chosen UNION ALL SELECT unnest(ahead)) a
                                     WHERE ticket > through ORDER BY ticket LIMIT %6$d) END,
                           CASE WHEN overflows THEN '{}' ELSE list END,
                           CASE WHEN overflows THEN '{}' ELSE list_at END,
                           CASE WHEN listed IS NULL THEN unlisted_through WHEN overflows THEN through END,
                           CASE WHEN listed IS NULL THEN unlisted_at WHEN overflows THEN pg_current_xact_id() END,
                           chosen < visible
                    FROM listing, gathered WHERE chosen > 0
                    %9$s)
                %10$s"""
                .formatted(tables.batch(), tables.pending(), tables.event(), ids.lowestLeft(), GIVEN_OUT, MOST_MISSED,
                        ids.taken(),
                        ids.from(), ids.conflict(), ids.result(), STATE);
    }

    /**
     * What the statement has to do with ids that publishers gave.
     *
     * @param taken the relations {@code visible}, what is committed and not moved; {@code chosen}, what of it is to be moved;
     *        and
     *        {@code taken}, what is deleted for that: less only if somebody else has deleted some
     * @param lowestLeft the lowest ticket that is visible and not chosen
     * @param from where those are that it keeps, with their rank {@code n}
     * @param conflict what it does if it keeps none, and the head stays
     * @param result its rows
     */
    private record Ids(String taken, String lowestLeft, String from, String conflict, String result) {
    }

    /** The order of whole transactions, of a relation that follows. */
    private static final String RANKED = "SELECT row_number() OVER (ORDER BY last, ticket) AS n, %s FROM "
            + "(SELECT *, max(ticket) OVER (PARTITION BY transaction) AS last FROM %s) g";

    /**
     * Takes everything at once, and does not look at ids. If publishers gave some, or there is more than a batch should
     * move, it leaves everything to the other statement, which takes half as long again, and tells {@link Decision} of it.
     */
    static PendingMove plain(Tables tables, String writer) {
        String given = "SELECT id_given FROM " + tables.pending();
        String delete = "DELETE FROM " + tables.pending() + " WHERE NOT (SELECT leaves FROM leaving) AND ";
        return new PendingMove(tables, writer, new Ids("""
                leaving AS MATERIALIZED (
                    SELECT CASE WHEN count(*) > %1$d OR bool_or(id_given) THEN set_config('%2$s', 't', true) = 't'
                           ELSE false END AS leaves
                    FROM (SELECT * FROM (%3$s WHERE %4$s UNION ALL %3$s WHERE %5$s) v LIMIT %1$d + 1) v),
                later AS (%6$s %4$s RETURNING *),
                earlier AS (%6$s %5$s RETURNING *),
                taken AS MATERIALIZED (%7$s),
                visible AS (SELECT ticket FROM taken),
                chosen AS (SELECT ticket FROM taken),"""
                .formatted(MOST, LEFT, given, LATER, EARLIER, delete,
                        RANKED.formatted("*", "(SELECT * FROM later UNION ALL SELECT * FROM earlier) t")),
                "NULL::bigint", "taken", "", "SELECT *, 0 FROM moved ORDER BY position"));
    }

    /**
     * Takes whole transactions that begin within the first rows, and leaves the others to the next batch. Drops events whose
     * ids are there already. If all of them are, the head stays, and its row is told where to look from now on.
     */
    static PendingMove unique(Tables tables, String writer, RememberedIds ids) {
        return new PendingMove(tables, writer, new Ids("""
                visible AS MATERIALIZED (
                    SELECT ticket, transaction FROM %1$s WHERE %2$s
                    UNION ALL
                    SELECT ticket, transaction FROM %1$s WHERE %3$s),
                chosen AS MATERIALIZED (
                    SELECT ticket, n FROM (%4$s) o WHERE begins <= %5$d),
                taken AS (
                    DELETE FROM %1$s p USING chosen c WHERE p.ticket = c.ticket
                    RETURNING c.n, p.*),
                repeats AS MATERIALIZED (
                    SELECT g.n FROM state, (
                        SELECT n, topic_id, id, row_number() OVER (PARTITION BY topic_id, id ORDER BY n) AS nth
                        FROM taken WHERE id_given) g
                    WHERE nth > 1 OR EXISTS (
                        SELECT FROM %6$s k WHERE k.topic_id = g.topic_id AND k.id = g.id AND %7$s)),
                kept AS MATERIALIZED (
                    SELECT row_number() OVER (ORDER BY t.n) AS n, time, index, topic_id, kind, id, id_given, key,
                           correlation_id, run, step, headers, payload
                    FROM taken t WHERE t.n NOT IN (SELECT n FROM repeats)),
                remembered AS (
                    INSERT INTO %6$s (topic_id, id, position, recorded)
                    SELECT k.topic_id, k.id, state.head + k.n, state.recorded FROM kept k, state WHERE k.id_given
                    %8$s),""".formatted(tables.pending(), LATER, EARLIER,
                RANKED.formatted("rank() OVER (ORDER BY last) AS begins, ticket", "visible"), MOST, tables.givenId(),
                ids.counts("k", "state"), RememberedIds.REPLACE),
                "(SELECT min(ticket) FROM visible v WHERE NOT EXISTS (SELECT FROM chosen c WHERE c.ticket = v.ticket))", "kept",
                "ON CONFLICT (head) DO UPDATE SET (" + STATE + ", more) = ROW (excluded." + STATE.replace(", ", ", excluded.")
                        + ", excluded.more)",
                """
                        SELECT m.*, r.count FROM (SELECT count(*) FROM repeats) r LEFT JOIN moved m ON true
                        WHERE m.position IS NOT NULL OR r.count > 0 ORDER BY m.position"""));
    }

    /** Whether there is something to move: looks where a move does, since the table may be full of dead rows. */
    static String hasVisible(Tables tables) {
        return """
                WITH state AS MATERIALIZED (SELECT moved_through, missed FROM %2$s ORDER BY head DESC LIMIT 1)
                SELECT EXISTS (SELECT FROM %1$s WHERE %3$s) OR EXISTS (SELECT FROM %1$s WHERE %4$s)"""
                .formatted(tables.pending(), tables.batch(), LATER, EARLIER);
    }

    /** The statement that comes before the lock; it has one row, which is of no interest. */
    String before() {
        return before;
    }

    /** The statement that comes after the lock; its rows have the columns of {@link EventRows}. */
    String sql() {
        return sql;
    }

    /**
     * Sets the statement's parameters.
     *
     * @param number the number of the batch whose lock it uses
     * @return the index after the last one
     */
    int bind(PreparedStatement statement, int firstIndex, long number) throws SQLException {
        statement.setString(firstIndex, writer);
        statement.setLong(firstIndex + 1, -number);
        return firstIndex + 2;
    }
}
