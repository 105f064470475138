package io.quarkiverse.journal.benchmarks.publish;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.EventTable;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.harness.Rounds;

/** Acknowledged appends of single events. */
public final class AppendScenario implements Scenario {

    private static final Duration ROUND = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "append";
    }

    @Override
    public String question() {
        return "Callers append one event of 200 bytes after the other, each waiting until it is durable, against callers that insert "
                + "the same row into the same kind of table and commit, a connection for each. A caller that waits does not call: "
                + "the latencies are those of a busy loop, not of a given rate (for that, see live).";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        SampleEvents events = new SampleEvents(200);
        EventTable table = EventTable.create(database, "raw");
        database.execute("CREATE SEQUENCE raw.positions");
        try (JournalHere here = new JournalHere(database, "journal")) {
            for (int callers : new int[] { 1, 8, 32 }) {
                try (SingleInserts inserts = new SingleInserts(database, table, events, callers, ROUND)) {
                    rounds.compare("%d callers".formatted(callers), List.of(inserts,
                            new JournalAppend(here.journal(), events, callers, ROUND)));
                }
            }
        }
    }
}
