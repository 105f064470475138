package io.quarkiverse.journal.runtime.store;

/**
 * What keeps a topic's end behind everything that is published to it: an advisory lock of the topic. Each transaction that
 * publishes shares it until it ends, also in doubt; who writes the end takes it alone, in the transaction that writes it.
 * <p>
 * Nobody ever waits for it. So that those who publish leave room for who closes, a closer says so in the topic's row; that
 * counts only for seconds, so that a closer that dies does not keep the topic shut.
 * <p>
 * The journal's mark is a sequence's value, which everybody sees at once, whatever their snapshot. It changes when a closer
 * has said so in a row, and again by whoever has a topic's lock alone, before the end is written. So who shares a topic's lock,
 * and
 * finds the mark as it was when the topic was last seen open under the lock, need not look at the row.
 */
final class TopicLock {

    /** A condition on the topic table: a closer said so lately, by the server's clock. */
    static final String CLOSING = "closing > clock_timestamp() - interval '5 s' AND closing <= clock_timestamp()";

    private TopicLock() {
    }

    /** The first key, which tells journals of one database apart; the topic's number is the second. */
    private static String key(Tables tables) {
        return "'" + tables.topic() + "'::regclass::int4";
    }

    /** Tries to share the lock until the transaction ends; who has it already gets it again. */
    static String share(Tables tables, String topicId) {
        return "pg_try_advisory_xact_lock_shared(" + key(tables) + ", " + topicId + ")";
    }

    /** Tries to take the lock alone until the transaction ends. */
    static String take(Tables tables, String topicId) {
        return "pg_try_advisory_xact_lock(" + key(tables) + ", " + topicId + ")";
    }

    /** The mark, read as the view {@code pg_sequences} does; 0 until it is changed for the first time. */
    static String mark(Tables tables) {
        return "coalesce(pg_sequence_last_value('" + tables.closings() + "'::regclass), 0)";
    }

    /**
     * Changes the mark at once, whatever becomes of the transaction; to what it never was before, also in a restored database.
     */
    static String changeMark(Tables tables) {
        return "setval('" + tables.closings() + "', (random() * 9e18)::bigint + 1)";
    }

    /** Counts who shares it, transactions in doubt included. */
    static String count(Tables tables, String topicId) {
        return "SELECT count(*) FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND mode = 'ShareLock'"
                + " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
                + " AND classid = '" + tables.topic() + "'::regclass::oid AND objid = (" + topicId + ")::oid AND objsubid = 2";
    }
}
