package io.quarkiverse.journal.runtime.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.EventJson;

/**
 * Times from one on and before another, as conditions on the event table.
 *
 * @param fromMicros the first time, in microseconds since 1970, if there is one
 * @param toMicros the time after the last one, in microseconds since 1970, if there is one
 */
record TimeRange(@Nullable Long fromMicros, @Nullable Long toMicros) {

    /** Whether every time is in it. */
    boolean isEver() {
        return fromMicros == null && toMicros == null;
    }

    /** The conditions, each with a leading {@code AND}; or an empty text. */
    String where() {
        return (fromMicros == null ? "" : " AND time >= ?") + (toMicros == null ? "" : " AND time < ?");
    }

    /**
     * Sets the conditions' parameters.
     *
     * @return the index after the last one
     */
    int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        return bind(statement, bind(statement, firstIndex, fromMicros), toMicros);
    }

    private static int bind(PreparedStatement statement, int index, @Nullable Long micros) throws SQLException {
        if (micros == null) {
            return index;
        }
        statement.setObject(index, OffsetDateTime.ofInstant(EventJson.fromMicros(micros), ZoneOffset.UTC));
        return index + 1;
    }
}
