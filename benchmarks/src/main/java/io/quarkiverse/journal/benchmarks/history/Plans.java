package io.quarkiverse.journal.benchmarks.history;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.quarkiverse.journal.runtime.store.EventRows;
import io.quarkiverse.journal.runtime.store.HistoryQuery;
import io.quarkiverse.journal.runtime.store.PageReader;
import io.quarkiverse.journal.runtime.store.PageRequest;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicIds;

/**
 * The plans of the journal's own statements: its code is run on its own sessions, and where it would read events, the server is
 * asked to explain the very statement, with its parameters.
 */
final class Plans {

    private static final String EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ";
    private static final int PAGE_SIZE = 2_000;
    private static final long PAGE_BYTES = 512 * 1024;

    private final Connection connection;
    private final HistoryQuery histories;
    private final PageReader pages;

    /**
     * @param connection a session of the journal's readers
     */
    Plans(Connection connection, String schema) {
        this.connection = connection;
        Tables tables = new Tables(schema);
        TopicIds topics = new TopicIds(tables);
        EventRows rows = new EventRows(topics, "00000000");
        this.histories = new HistoryQuery(tables, topics, rows);
        this.pages = new PageReader(tables, topics, rows, PAGE_SIZE, PAGE_BYTES);
    }

    private interface Reading {

        void read(Connection explaining) throws SQLException;
    }

    /** The plan of a page of history. */
    Plan ofHistory(Question question, long head) throws SQLException, JsonProcessingException {
        long before = question.before() == 0 ? head + 1 : question.before();
        return explain(explaining -> histories.read(explaining, question.range(), question.since(), before, Question.LIMIT,
                Long.MAX_VALUE));
    }

    /** The plan of a page of a stream that starts there. */
    Plan ofStream(Question question) throws SQLException, JsonProcessingException {
        return explain(explaining -> pages.read(explaining,
                PageRequest.after(question.since(), question.range().filter(), 0)));
    }

    private Plan explain(Reading reading) throws SQLException, JsonProcessingException {
        List<String> explained = new ArrayList<>();
        // Warm, like the times.
        for (int i = 0; i < 2; i++) {
            explained.clear();
            reading.read(explaining(explained));
        }
        return new Plan(explained);
    }

    private Connection explaining(List<String> explained) {
        return (Connection) Proxy.newProxyInstance(Plans.class.getClassLoader(), new Class<?>[] { Connection.class },
                (proxy, method, arguments) -> method.getName().equals("prepareStatement") && readsEvents((String) arguments[0])
                        ? explaining((String) arguments[0], explained)
                        : invoke(connection, method, arguments));
    }

    /** A page, or the question whether there is an event with some time. */
    private static boolean readsEvents(String sql) {
        return sql.startsWith("SELECT " + EventRows.COLUMNS) || sql.startsWith("SELECT EXISTS");
    }

    /** A statement that is explained first, with the same parameters. */
    private PreparedStatement explaining(String sql, List<String> explained) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        PreparedStatement explanation = connection.prepareStatement(EXPLAIN + sql);
        return (PreparedStatement) Proxy.newProxyInstance(Plans.class.getClassLoader(),
                new Class<?>[] { PreparedStatement.class },
                (proxy, method, arguments) -> {
                    if (method.getName().equals("executeQuery")) {
                        try (ResultSet row = explanation.executeQuery()) {
                            row.next();
                            explained.add(row.getString(1));
                        }
                    } else {
                        invoke(explanation, method, arguments);
                    }
                    return invoke(statement, method, arguments);
                });
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }
}
