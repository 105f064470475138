package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkiverse.journal.runtime.event.EventFilter;

/**
 * Topics' names and their numbers. A topic keeps its number, so both directions may be remembered.
 * <p>
 * Thread-safe.
 */
public final class TopicIds {

    private static final int REMEMBERED = 100_000;

    private final Tables tables;
    private final Cache<String, Integer> ids = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Cache<Integer, String> names = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private volatile Runnable forgotten = () -> {
    };

    public TopicIds(Tables tables) {
        this.tables = tables;
    }

    /**
     * The numbers of topics; those that do not exist are created, in a transaction of their own.
     */
    public ToIntFunction<String> require(Connection connection, Collection<String> topics) throws SQLException {
        Map<String, Integer> found = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String topic : topics) {
            Integer id = ids.getIfPresent(topic);
            if (id == null) {
                missing.add(topic);
            } else {
                found.put(topic, id);
            }
        }
        if (!missing.isEmpty()) {
            create(connection, missing);
            found.putAll(numbers(connection, missing));
        }
        return topic -> Objects.requireNonNull(found.get(topic), topic);
    }

    /** The number of a topic, if it is remembered. */
    public @Nullable Integer knownNumber(String topic) {
        return ids.getIfPresent(topic);
    }

    /** The name of the topic with a number, if it is remembered. */
    public @Nullable String knownName(int id) {
        return names.getIfPresent(id);
    }

    /** Whether a topic is known to exist. */
    boolean isKnown(String topic) {
        return ids.getIfPresent(topic) != null;
    }

    /** The numbers of topics that exist, without creating any. */
    ToIntFunction<String> known(Connection connection, Collection<String> topics) throws SQLException {
        Map<String, Integer> found = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String topic : topics) {
            Integer id = ids.getIfPresent(topic);
            if (id == null) {
                missing.add(topic);
            } else {
                found.put(topic, id);
            }
        }
        if (!missing.isEmpty()) {
            found.putAll(numbers(connection, missing));
        }
        return topic -> Objects.requireNonNull(found.get(topic), topic);
    }

    private void create(Connection connection, Set<String> topics) throws SQLException {
        // Asked first, so that a node that only just started does not use up numbers. In order, so that nodes cannot deadlock.
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO %1$s (name)
                SELECT n FROM unnest(?::text[]) n WHERE NOT EXISTS (SELECT FROM %1$s t WHERE t.name = n) ORDER BY n
                ON CONFLICT (name) DO NOTHING""".formatted(tables.topic()))) {
            statement.setArray(1, connection.createArrayOf("text", topics.toArray()));
            statement.executeUpdate();
        }
    }

    /** The numbers of those topics that exist. */
    public Map<String, Integer> numbers(Connection connection, Set<String> topics) throws SQLException {
        Map<String, Integer> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, name FROM " + tables.topic() + " WHERE name = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("text", topics.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    remember(rows.getInt(1), rows.getString(2));
                    found.put(rows.getString(2), rows.getInt(1));
                }
            }
        }
        return found;
    }

    /** Those of some topics that do not exist. */
    Set<String> missing(Connection connection, Collection<String> topics) throws SQLException {
        Set<String> missing = new LinkedHashSet<>(topics);
        missing.removeIf(this::isKnown);
        if (!missing.isEmpty()) {
            missing.removeAll(numbers(connection, missing).keySet());
        }
        return missing;
    }

    /** Remembers what there is, as far as it is remembered at all. Returns how many topics that is. */
    int rememberAll(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT id, name FROM " + tables.topic() + " ORDER BY id DESC LIMIT " + REMEMBERED);
                ResultSet rows = statement.executeQuery()) {
            int count = 0;
            while (rows.next()) {
                remember(rows.getInt(1), rows.getString(2));
                count++;
            }
            return count;
        }
    }

    /** What is to be forgotten too, when the numbers are. */
    public void whenForgotten(Runnable also) {
        forgotten = also;
    }

    /** What is remembered does not hold any more: the database was restored from a backup, in which numbers may differ. */
    public void forget() {
        ids.invalidateAll();
        names.invalidateAll();
        forgotten.run();
    }

    private void remember(int id, String name) {
        ids.put(name, id);
        names.put(id, name);
    }

    /** The name of a topic that an event refers to. */
    public String name(Connection connection, int id) throws SQLException {
        String name = names.getIfPresent(id);
        if (name != null) {
            return name;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT name FROM " + tables.topic() + " WHERE id = ?")) {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("The topic " + id + " of an event is not in " + tables.topic());
                }
                remember(id, row.getString(1));
                return row.getString(1);
            }
        }
    }

    /**
     * The numbers of the topics that a filter wants, as far as they exist.
     *
     * @return {@code null} when it wants all topics
     */
    Integer @Nullable [] matching(Connection connection, EventFilter filter) throws SQLException {
        if (filter.allTopics()) {
            return null;
        }
        String single = filter.singleTopic();
        if (single != null) {
            Integer id = ids.getIfPresent(single);
            if (id != null) {
                return new Integer[] { id };
            }
        }
        Set<Integer> found = new LinkedHashSet<>(numbers(connection, filter.topics()).values());
        for (String prefix : filter.prefixes()) {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT id FROM " + tables.topic() + " WHERE starts_with(name, ?) AND name >= ?")) {
                statement.setString(1, prefix);
                statement.setString(2, prefix);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getInt(1));
                    }
                }
            }
        }
        return found.toArray(Integer[]::new);
    }
}
