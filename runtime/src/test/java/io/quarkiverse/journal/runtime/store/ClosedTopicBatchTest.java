package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

/** What a batch does with events of topics that take no more. 3 events go as arrays, 150 by COPY. */
@Timeout(60)
class ClosedTopicBatchTest {

    private final Tables tables = new Tables(RealPostgres.freshSchema());
    private final TopicIds topics = new TopicIds(tables);
    private final BatchWriter writer = new BatchWriter(tables, topics, new EventRows(topics, "0a1b2c3d"),
            new Receipts(tables, Duration.ofHours(1)), UUID.randomUUID().toString());

    @BeforeEach
    void create() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
            new Partitions(tables, 10_000).ensure(connection, 0);
            topics.require(connection, List.of("t", "u"));
        }
    }

    private static List<EventData> events(String topic, int count) {
        return Collections.nCopies(count, new EventData(topic, "event", "id", 0, null, null, null, null, null, null,
                new byte[] { '1' }));
    }

    private static List<EventData> both(int each) {
        List<EventData> events = new ArrayList<>(events("t", each));
        events.addAll(events("u", each));
        return events;
    }

    private Written write(long batch, long number, List<EventData> events, Guard guard) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            return writer.write(connection, new Attempt(batch, number, true), events, guard);
        }
    }

    private Written end(long number) throws SQLException {
        return write(number, number, List.of(new EventData("t", EventData.END, "end", 0, null, null, null, null, null, null,
                "null".getBytes(java.nio.charset.StandardCharsets.US_ASCII))), Guard.ENDING);
    }

    private long stored() {
        return RealPostgres.number("SELECT count(*) FROM " + tables.event());
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void nothingOfABatchIsStoredWhenATopicHasEnded(int each) throws SQLException {
        assertThat(end(1).first()).isEqualTo(1);
        for (long number : new long[] { 2, 3 }) {
            Written refused = write(2, number, both(each), null);
            assertThat(refused.first()).isZero();
            assertThat(refused.more()).isFalse();
            assertThat(refused.closed()).singleElement().satisfies(closed -> {
                assertThat(closed.topic()).isEqualTo("t");
                assertThat(closed.end()).isEqualTo(OptionalLong.of(1));
            });
        }
        assertThat(stored()).isEqualTo(1);
        assertThat(write(4, 4, events("u", each), null).first()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void onlyAFirstAttemptIsRefusedForATopicThatIsBeingClosed(int each) throws SQLException {
        RealPostgres.execute("UPDATE " + tables.topic() + " SET closing = clock_timestamp() WHERE name = 't'");
        Written first = write(1, 1, both(each), null);
        assertThat(first.closed()).extracting(TopicClosedException::end).containsExactly(OptionalLong.empty());
        assertThat(stored()).isZero();
        // An earlier attempt of this one may still come, when the topic is open again.
        RealPostgres.execute("UPDATE " + tables.topic() + " SET closing = clock_timestamp() WHERE name = 't'");
        Written later = write(2, 3, both(each), null);
        assertThat(later.closed()).isEmpty();
        assertThat(later.first()).isEqualTo(1);
        assertThat(stored()).isEqualTo(2 * each);
    }

    @Test
    void anEndThatWasStoredIsFoundByALaterAttempt() throws SQLException {
        write(1, 1, events("t", 3), null);
        assertThat(end(2).first()).isEqualTo(4);
        // The answer was lost: under the same number it finds itself, under another one the topic's end.
        try (Connection connection = RealPostgres.connect()) {
            Written again = writer.write(connection, new Attempt(2, 3, true),
                    List.of(new EventData("t", EventData.END, "end", 0,
                            null, null, null, null, null, null, new byte[] { '1' })),
                    Guard.ENDING);
            assertThat(again.first()).isEqualTo(4);
        }
        Ruling ruling = end(4).ruling();
        assertThat(ruling).isNotNull();
        assertThat(ruling.repeated()).isNotNull();
        assertThat(ruling.repeated().last()).isEqualTo(4);
        assertThat(stored()).isEqualTo(4);
    }
}
