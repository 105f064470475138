package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.EventFilter;
import io.quarkiverse.journal.runtime.event.EventJson;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * What is read back is what was written, to the byte, by either way of writing.
 */
class StoredValuesTest {

    private static final Tables TABLES = new Tables(RealPostgres.freshSchema());
    private static final TopicIds TOPICS = new TopicIds(TABLES);
    private static final EventFilter EVERYTHING = new EventFilter(Set.of(), List.of(), Set.of(), Set.of(), Set.of(), Set.of(),
            Set.of(), null);
    private static final BatchWriter WRITER = new BatchWriter(TABLES, TOPICS, new EventRows(TOPICS, "0a1b2c3d"),
            new Receipts(TABLES, Duration.ofDays(1)), "writer");
    private static Connection connection;
    private static long number;

    @BeforeContainer
    static void create() throws SQLException {
        connection = RealPostgres.connect();
        new SchemaManager(TABLES).prepare(connection, SchemaManagement.CREATE);
        new Partitions(TABLES, 10_000_000).ensure(connection, 0);
        try (Statement statement = connection.createStatement()) {
            // Its offset had seconds until 1972.
            statement.execute("SET TIME ZONE 'Africa/Monrovia'");
        }
    }

    @AfterContainer
    static void close() throws SQLException {
        connection.close();
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(Arbitraries.of("NULL", "null", "", "\\", "\"", "{}", ",", "\\N", "'", "😀", "\t\r\n", " "),
                Arbitraries.strings().ofMaxLength(40).map(text -> text.replaceAll("[\0\ud800-\udfff]", "?")));
    }

    private static Arbitrary<byte[]> json(boolean object) {
        return texts().map(text -> {
            StringBuilder literal = new StringBuilder("\"");
            text.chars()
                    .forEach(c -> literal.append(c < ' ' || c == '"' || c == '\\' ? String.format("\\u%04x", c) : (char) c));
            literal.append('"');
            return (object ? "{ \"h\":" + literal + ", \"a\" : \"\\u0000\"}" : " " + literal).getBytes(StandardCharsets.UTF_8);
        });
    }

    @Provide
    Arbitrary<EventData> events() {
        long earliest = EventJson.toMicros(Instant.parse("-4712-01-01T00:00:00Z"));
        long latest = EventJson.toMicros(Instant.parse("+294000-01-01T00:00:00Z"));
        long recent = EventJson.toMicros(Instant.parse("1700-01-01T00:00:00Z"));
        Arbitrary<Long> times = Arbitraries.oneOf(Arbitraries.of(earliest, latest, 0L, -1L, recent),
                Arbitraries.longs().between(earliest, latest), Arbitraries.longs().between(recent, -recent));
        return Combinators.combine(times, texts().injectNull(0.2), texts().injectNull(0.2),
                Arbitraries.longs().injectNull(0.2), json(true).injectNull(0.3), json(false), texts())
                .as((time, key, correlation, index, headers, payload, run) -> new EventData("t", "event", "id", time, key,
                        correlation, index, run, key, headers, payload));
    }

    @Property(tries = 150)
    void areTheSameByEitherWay(@ForAll("events") EventData event) throws SQLException {
        for (int count : new int[] { 1, 101 }) {
            ++number;
            long first = WRITER.write(connection, new Attempt(number, number, false), Collections.nCopies(count, event))
                    .first();
            PageReader pages = new PageReader(TABLES, TOPICS, new EventRows(TOPICS, "0a1b2c3d"), 1000, 1 << 20);
            List<StoredEvent> read = pages.read(connection, PageRequest.after(first - 1, EVERYTHING, 0)).events();
            assertThat(read).hasSize(count);
            assertThat(read.get(count - 1).data()).usingRecursiveComparison().isEqualTo(event);
            assertThat(read.get(count - 1).json()).isEqualTo(new StoredEvent(event, first + count - 1, "0a1b2c3d").json());
        }
    }
}
