package io.quarkiverse.journal.runtime.tail;

import java.sql.Connection;
import java.sql.SQLException;

/** Hears that events were removed somewhere, which may have been all of a topic. */
@FunctionalInterface
public interface TrimListener {

    /** On the tail's thread. */
    void trimmed(Connection connection) throws SQLException;
}
