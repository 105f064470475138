package io.quarkiverse.journal.benchmarks.transact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Transactions;
import io.quarkiverse.journal.benchmarks.harness.Rounds;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/** What a transaction that stays open costs everybody else. */
public final class HeldScenario implements Scenario {

    private static final Duration SLICE = Duration.ofSeconds(10);
    private static final int SLICES = 6;

    @Override
    public String name() {
        return "held";
    }

    @Override
    public String question() {
        return "Four callers append, and four publish in transactions of their own, for " + SLICES * SLICE.toSeconds()
                + " s: alone, against beside one transaction at REPEATABLE READ that has read, written and published and stays open all "
                + "the time. Its old snapshot keeps every row version that the others delete.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        Transactions transactions = new Transactions();
        database.execute("CREATE TABLE other (id bigint)");
        try (JournalHere here = new JournalHere(database, "journal", transactions)) {
            SampleEvents events = new SampleEvents(200);
            MixedCallers alone = new MixedCallers("alone", here, transactions, database, events, SLICE, SLICES, false);
            MixedCallers beside = new MixedCallers("beside an open transaction", here, transactions, database, events, SLICE,
                    SLICES, true);
            rounds.compare("%d s".formatted(SLICES * SLICE.toSeconds()), List.of(alone, beside));
            rounds.note("Work of a batch on pending, log and batch", "blocks a batch", work(alone, beside));
        }
    }

    private static Map<String, List<Double>> work(MixedCallers... all) {
        Map<String, List<Double>> work = new LinkedHashMap<>();
        for (MixedCallers callers : all) {
            for (List<Double> round : callers.blocksPerBatch()) {
                for (int slice = 0; slice < SLICES; slice++) {
                    String name = "%s, seconds %d to %d".formatted(callers.name(), slice * SLICE.toSeconds(),
                            (slice + 1) * SLICE.toSeconds());
                    work.computeIfAbsent(name, any -> new ArrayList<>()).add(round.get(slice));
                }
            }
        }
        return work;
    }
}
