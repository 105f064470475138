package io.quarkiverse.journal.runtime.retain;

import static io.quarkiverse.journal.runtime.retain.Trimming.SMALL;
import static io.quarkiverse.journal.runtime.retain.Trimming.SOON;
import static io.quarkiverse.journal.runtime.retain.Trimming.append;
import static io.quarkiverse.journal.runtime.retain.Trimming.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicList;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** The counts of topics, against counting all events in the same snapshot. */
class TopicCountsTest {

    private final String schema = RealPostgres.freshSchema();

    @Test
    void countsAreExactAtAnyTimeWhateverIsRemoved() throws SQLException {
        try (TestNode node = node(schema, SMALL, "retention.max-events", "12000", "topics.\"short\".retention.max-events",
                "700",
                "topics.\"state\".compaction", "true"); Connection connection = RealPostgres.connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (int round = 0; round < 40; round++) {
                append(node, "plain", 400);
                check(connection);
                append(node, "short", 300);
                int keys = 10 + round;
                node.journal().appendAll("state",
                        IntStream.range(0, 200).mapToObj(i -> NewEvent.of(i).withKey("k" + i % keys)).toList())
                        .await().atMost(SOON);
                check(connection);
                append(node, "deleted", 50);
                append(node, "closed" + round / 10, 20);
                if (round % 10 == 9) {
                    node.journal().close("closed" + round / 10).await().atMost(SOON);
                    check(connection);
                    node.journal().deleteTopic("deleted").await().atMost(SOON);
                }
                check(connection);
            }
            for (String met : List.of("name = 'plain' AND floor > 0 AND counted > 0",
                    "name = 'short' AND counted_through > floor", "name = 'state' AND counted > 0")) {
                await().atMost(SOON).until(() -> {
                    // Each takes a third of what is picked from: a topic that gets little may be missed for as long as this waits.
                    append(node, "plain", 100);
                    append(node, "short", 100);
                    append(node, "state", 100);
                    check(connection);
                    return RealPostgres.number("SELECT count(*) FROM " + schema + ".topic WHERE " + met) == 1;
                });
            }
        }
    }

    @Test
    void whatIsLeftToCountStaysSmall() {
        try (TestNode node = node(schema, SMALL)) {
            for (int topic = 0; topic < 10; topic++) {
                append(node, "t" + topic, 3_000);
            }
            append(node, "rare", 3);
            // A topic is missed at random by three thousand picks of one in 256 each about once in a hundred thousand times.
            await().atMost(SOON).until(() -> RealPostgres.number("SELECT count(*) FROM " + schema
                    + ".topic WHERE name LIKE 't%' AND counted > 0") == 10);
            assertThat(RealPostgres.number("SELECT sum(counted) FROM " + schema + ".topic")).isGreaterThan(15_000);
        }
    }

    private void check(Connection connection) throws SQLException {
        Map<String, Long> expected = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT t.name, count(e.position) FROM %1$s.topic t LEFT JOIN %1$s.event e
                            ON e.topic_id = t.id AND e.position > t.floor AND e.kind <> 'end'
                        GROUP BY t.name""".formatted(schema))) {
            while (row.next()) {
                expected.put(row.getString(1), row.getLong(2));
            }
        }
        Map<String, Long> listed = new TreeMap<>();
        new TopicList(new Tables(schema)).page(connection, "", "", 100)
                .forEach(topic -> listed.put(topic.name(), topic.count()));
        connection.rollback();
        assertThat(listed).isEqualTo(expected);
    }
}
