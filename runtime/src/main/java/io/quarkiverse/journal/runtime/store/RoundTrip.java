package io.quarkiverse.journal.runtime.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Several statements sent in one round trip.
 */
final class RoundTrip {

    private RoundTrip() {
    }

    /**
     * Executes all of them and reads, in their order, the results that have rows.
     *
     * @param before read the first results
     * @param wanted reads the one after them; what it gives is returned
     */
    static <T> T execute(PreparedStatement statement, List<ResultReader> before, ResultFunction<T> wanted)
            throws SQLException {
        T answer = null;
        int results = 0;
        boolean rows = statement.execute();
        while (rows || statement.getUpdateCount() != -1) {
            if (rows) {
                try (ResultSet result = statement.getResultSet()) {
                    if (results < before.size()) {
                        before.get(results).read(result);
                    } else if (results == before.size()) {
                        answer = wanted.read(result);
                    }
                }
                results++;
            }
            rows = statement.getMoreResults();
        }
        if (answer == null) {
            throw new SQLException("There were " + results + " results; " + (before.size() + 1) + " were wanted");
        }
        return answer;
    }

    /** Reads one statement's rows. */
    @FunctionalInterface
    interface ResultReader {

        void read(ResultSet rows) throws SQLException;
    }

    /** Reads one statement's rows and makes something of them. */
    @FunctionalInterface
    interface ResultFunction<T> {

        T read(ResultSet rows) throws SQLException;
    }
}
