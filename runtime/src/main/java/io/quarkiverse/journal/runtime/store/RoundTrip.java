package io.quarkiverse.journal.runtime.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Several statements sent in one round trip.
 */
final class RoundTrip {

    private RoundTrip() {
    }

    /**
     * Executes all of them.
     *
     * @param wanted which of those that give rows is wanted, from 1
     * @param row reads its one row
     */
    static <T> T execute(PreparedStatement statement, int wanted, RowReader<T> row) throws SQLException {
        T read = null;
        int results = 0;
        boolean rows = statement.execute();
        while (rows || statement.getUpdateCount() != -1) {
            if (rows && ++results == wanted) {
                try (ResultSet result = statement.getResultSet()) {
                    result.next();
                    read = row.read(result);
                }
            }
            rows = statement.getMoreResults();
        }
        if (read == null) {
            throw new SQLException("Of " + results + " results, number " + wanted + " was wanted");
        }
        return read;
    }

    @FunctionalInterface
    interface RowReader<T> {

        T read(ResultSet row) throws SQLException;
    }
}
