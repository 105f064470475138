package io.quarkiverse.journal.benchmarks.publish;

import java.sql.Connection;
import java.util.List;

import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.EventTable;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.harness.Rounds;

/** Sustained publishing. */
public final class PublishScenario implements Scenario {

    @Override
    public String name() {
        return "publish";
    }

    @Override
    public String question() {
        return "One thread publishes and then flushes, against a raw COPY BINARY of rows that are encoded beforehand, into a table "
                + "of the same columns, indexes and partitioning, in transactions of 1 000 rows (the journal's batches have up to "
                + "1 000).";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        compare(database, rounds, 200, 100_000);
        compare(database, rounds, 2_048, 40_000);
    }

    private static void compare(Database database, Rounds rounds, int payloadBytes, int count) throws Exception {
        SampleEvents events = new SampleEvents(payloadBytes);
        EventTable table = EventTable.create(database, "raw_" + payloadBytes);
        try (Connection connection = database.connect();
                JournalHere here = new JournalHere(database, "journal_" + payloadBytes)) {
            rounds.compare("%,d-byte payloads, %,d events a round".formatted(payloadBytes, count), List.of(
                    new RawCopy(connection, table, events, count),
                    new JournalPublish(here.journal(), events, count)));
        }
    }
}
