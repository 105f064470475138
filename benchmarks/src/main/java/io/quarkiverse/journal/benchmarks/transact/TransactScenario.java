package io.quarkiverse.journal.benchmarks.transact;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.EventTable;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Transactions;
import io.quarkiverse.journal.benchmarks.harness.Rounds;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/** Publishing inside callers' own transactions. */
public final class TransactScenario implements Scenario {

    private static final Duration ROUND = Duration.ofSeconds(3);

    @Override
    public String name() {
        return "transact";
    }

    @Override
    public String question() {
        return "Callers begin a JTA transaction, publish one event of 200 bytes, and commit, one after the other, against callers that "
                + "insert the same row into a table of the same columns in the same kind of transaction, by the same pool. That the "
                + "events get their positions meanwhile is part of the journal's time: a round ends when the last one has.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        SampleEvents events = new SampleEvents(200);
        EventTable table = EventTable.create(database, "raw");
        Transactions transactions = new Transactions();
        try (JournalHere here = new JournalHere(database, "journal", transactions)) {
            for (int callers : new int[] { 1, 8 }) {
                rounds.compare("%d callers".formatted(callers), List.of(
                        PlainInserts.of(here, transactions, table, events, callers, ROUND),
                        new JoinedPublish("begin, publish, commit", here.journal(), transactions, events, callers, ROUND)));
            }
        }
    }
}
