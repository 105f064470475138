package io.quarkiverse.journal.runtime.panache;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;
import java.util.concurrent.CompletionException;

import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.usertype.UserType;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.store.SqlReader;
import io.quarkus.arc.Arc;

/**
 * A topic's name where the event table has its number. A join with the table of topics would give names too, but no plan for
 * it is good: whether a topic is rare would not be known, and its events would be sorted, or looked for in the whole journal.
 * <p>
 * Numbers are looked up when a parameter is bound and a row is read. Literals stay text, which PostgreSQL refuses: Hibernate
 * keeps
 * a statement with its literals, and the number of a topic that is created later would stay wrong in it.
 * <p>
 * Thread-safe.
 */
public final class TopicName implements UserType<String> {

    /** Numbers begin with 1. */
    private static final int NO_TOPIC = 0;

    @Override
    public int getSqlType() {
        return Types.INTEGER;
    }

    @Override
    public Class<String> returnedClass() {
        return String.class;
    }

    @Override
    public @Nullable String nullSafeGet(ResultSet row, int position, WrapperOptions options) throws SQLException {
        int number = row.getInt(position);
        return row.wasNull() ? null : name(number);
    }

    @Override
    public void nullSafeSet(PreparedStatement statement, @Nullable String topic, int position, WrapperOptions options)
            throws SQLException {
        if (topic == null) {
            statement.setNull(position, Types.INTEGER);
        } else {
            statement.setInt(position, number(topic));
        }
    }

    private static String name(int number) {
        JournalNode node = node();
        String known = node.topics().knownName(number);
        return known != null ? known : read(node, connection -> node.topics().name(connection, number));
    }

    private static int number(String topic) {
        JournalNode node = node();
        Integer known = node.topics().knownNumber(topic);
        return known != null ? known
                : read(node, connection -> node.topics().numbers(connection, Set.of(topic)).getOrDefault(topic, NO_TOPIC));
    }

    private static JournalNode node() {
        return Arc.container().instance(JournalNode.class).get();
    }

    /** By a connection of the journal's: a topic is there for everybody before the transaction that first uses it commits. */
    private static <T> T read(JournalNode node, SqlReader<T> work) {
        try {
            return node.readers().submit(work).join();
        } catch (CompletionException e) {
            throw new JournalException("A topic cannot be looked up: " + e.getCause(), e);
        }
    }

    @Override
    public String deepCopy(String topic) {
        return topic;
    }

    @Override
    public boolean isMutable() {
        return false;
    }
}
