package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;

/**
 * A batch whose outcome is unknown is sent again. 3 events go as arrays, 150 by COPY.
 */
@Timeout(60)
class BatchResendTest {

    private final Tables tables = new Tables(RealPostgres.freshSchema());
    private final TopicIds topics = new TopicIds(tables);
    private final String id = UUID.randomUUID().toString();
    private final BatchWriter writer = writerOf(id);

    @BeforeEach
    void create() throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
            new Partitions(tables, 10_000).ensure(connection, 0);
            topics.require(connection, List.of("t"));
        }
    }

    private BatchWriter writerOf(String writer) {
        return new BatchWriter(tables, topics, new EventRows(topics, "0a1b2c3d"),
                new Receipts(tables, Duration.ofDays(1)), writer);
    }

    /** @return the position of the first event */
    private static long write(BatchWriter writer, Connection connection, Attempt attempt, List<EventData> events)
            throws SQLException {
        Written written = writer.write(connection, attempt, events);
        assertThat(written.more()).isFalse();
        return written.first();
    }

    private static Attempt first(long number) {
        return new Attempt(number, number, true);
    }

    private static List<EventData> events(int count) {
        return Collections.nCopies(count,
                new EventData("t", "event", "id", 0, null, null, null, null, null, null, new byte[] { '1' }));
    }

    private int stored() {
        return StoredRow.dense(tables.schema()).size();
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void givesTheSamePositionsAndStoresNothing(int size) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            assertThat(write(writer, connection, first(1), events(2))).isEqualTo(1);
            assertThat(write(writer, connection, first(2), events(size))).isEqualTo(3);
            write(writerOf("another"), connection, first(1), events(7));
            assertThat(write(writer, connection, new Attempt(2, 3, true), events(size))).isEqualTo(3);
            assertThat(stored()).isEqualTo(2 + size + 7);
            assertThat(write(writer, connection, first(4), events(1))).isEqualTo(2 + size + 7 + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void anOrphanThatComesAfterItsRowWasForgottenIsNotApplied(int size) throws SQLException {
        try (Connection connection = RealPostgres.connect()) {
            for (int number = 1; number <= 5; number++) {
                write(writer, connection, first(number), events(size));
            }
            writer.forgetBefore(connection, 5);
            assertThat(RealPostgres.number("SELECT count(*) FROM " + tables.batch() + " WHERE writer = '" + id + "'"))
                    .isEqualTo(1);
            writerOf(id).write(connection, first(2), events(size));
            assertThat(stored()).isEqualTo(5 * size);
            assertThat(write(writer, connection, first(6), events(1))).isEqualTo(5 * size + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 150 })
    void twoAttemptsThatWaitForTheLockTogetherStoreOnce(int size) throws Exception {
        try (Connection holder = RealPostgres.connect(); Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM " + tables.log() + " FOR UPDATE");
            List<FutureTask<Long>> attempts = LongStream.of(1, 2).mapToObj(attempt -> new FutureTask<>(() -> {
                try (Connection connection = RealPostgres.connect()) {
                    return write(writerOf(id), connection, new Attempt(1, attempt, true), events(size));
                }
            })).toList();
            attempts.forEach(attempt -> new Thread(attempt).start());
            Awaitility.await().until(() -> RealPostgres.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = "
                    + "'Lock' AND query LIKE '%\"" + tables.schema() + "\".log FOR UPDATE%'") == 2);
            holder.commit();
            for (FutureTask<Long> attempt : attempts) {
                assertThat(attempt.get()).isEqualTo(1);
            }
        }
        assertThat(stored()).isEqualTo(size);
    }

    @Test
    void aFailedAttemptLeavesNothing() throws SQLException {
        RealPostgres.execute("ALTER TABLE " + tables.event() + " ADD CHECK (kind <> 'poison')");
        EventData poison = new EventData("t", "poison", "id", 0, null, null, null, null, null, null, new byte[] { '1' });
        try (Connection connection = RealPostgres.connect()) {
            for (int size : new int[] { 1, 150 }) {
                try {
                    writer.write(connection, first(1), Collections.nCopies(size, poison));
                    throw new AssertionError("stored");
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isEqualTo("23514");
                    BatchWriter.rollback(connection);
                }
            }
            assertThat(write(writer, connection, new Attempt(1, 2, true), events(3))).isEqualTo(1);
            assertThat(stored()).isEqualTo(3);
        }
    }
}
