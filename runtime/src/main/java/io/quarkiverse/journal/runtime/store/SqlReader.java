package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something to read on a connection that is lent for the length of the call.
 *
 * @param <T> what is read
 */
@FunctionalInterface
public interface SqlReader<T> {

    T read(Connection connection) throws SQLException;
}
