package io.quarkiverse.journal.runtime.sequence;

import java.sql.SQLException;

/** What a failed attempt to write a batch means for the batch. */
enum Failure {

    /** The connection is gone, and with it perhaps the answer to a commit. The batch is sent again under the same number. */
    CONNECTION,
    /** The server refused this attempt, not the events: a lock that took too long, a full disk, missing rights. */
    ATTEMPT,
    /** The server refused something in the batch. */
    EVENTS;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Whether it waited in vain for a lock, in all likelihood the journal's. */
    static boolean isOfLock(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }

    /** By the class of the SQLSTATE, see the PostgreSQL manual, appendix "Error Codes". */
    static Failure of(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() != 5) {
            return CONNECTION;
        }
        return switch (state.substring(0, 2)) {
            // connection exception; operator intervention; system error; driver's own
            case "08", "57", "58", "XX", "99" -> CONNECTION;
            // data exception; integrity constraint violation; program limit exceeded
            case "22", "23", "54" -> EVENTS;
            // an idle-in-transaction time-out ends the session
            case "25" -> CONNECTION;
            default -> ATTEMPT;
        };
    }
}
