package io.quarkiverse.journal.benchmarks.transact;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Transactions;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;
import io.quarkiverse.journal.benchmarks.publish.Callers;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/**
 * Callers of both ways into the journal, for several slices of time in a row, with or without an open transaction beside them.
 */
final class MixedCallers implements Contender {

    private static final int CALLERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final JournalHere here;
    private final Transactions transactions;
    private final Database database;
    private final SampleEvents events;
    private final Callers callers;
    private final int slices;
    private final boolean beside;
    private final List<List<Double>> blocksPerBatch = new ArrayList<>();

    MixedCallers(String name, JournalHere here, Transactions transactions, Database database, SampleEvents events,
            Duration slice,
            int slices, boolean beside) {
        this.name = name;
        this.here = here;
        this.transactions = transactions;
        this.database = database;
        this.events = events;
        this.slices = slices;
        this.beside = beside;
        this.callers = new Callers(calls(), slice);
    }

    private List<Callers.Call> calls() {
        Journal journal = here.journal();
        List<Callers.Call> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(number -> journal.append("appended", events.get(number)).await().atMost(PATIENCE));
            calls.add(number -> transactions.call(() -> {
                journal.publish("joined", events.get(number));
                return number;
            }));
        }
        return calls;
    }

    @Override
    public String name() {
        return name;
    }

    /** For each round, how many blocks of the small tables each batch looked at, slice by slice. */
    List<List<Double>> blocksPerBatch() {
        return blocksPerBatch;
    }

    @Override
    public Measurement round() throws Exception {
        if (!beside) {
            return measure();
        }
        transactions.begin();
        try (Connection open = here.application().getConnection(); Statement statement = open.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("INSERT INTO other SELECT count(*) FROM other");
            here.journal().publish("held", events.get(0));
            return measure();
        } finally {
            transactions.rollback();
        }
    }

    private Measurement measure() throws Exception {
        Map<String, Histogram> latencies = new LinkedHashMap<>();
        List<Double> blocks = new ArrayList<>();
        double rates = 0;
        for (int slice = 0; slice < slices; slice++) {
            Work before = Work.now(database);
            Measurement measured = callers.measure();
            blocks.add(Work.now(database).perBatchSince(before));
            rates += measured.perSecond();
            measured.latencies().forEach(
                    (what, histogram) -> latencies.computeIfAbsent(what, any -> Measurement.newHistogram()).add(histogram));
        }
        blocksPerBatch.add(blocks);
        return new Measurement(rates / slices, latencies);
    }

    /** What the server has counted so far. */
    private record Work(long blocks, long batches) {

        static Work now(Database database) throws SQLException {
            String tables = " WHERE schemaname = 'journal' AND relname IN ('pending', 'log', 'batch')";
            return new Work(Long.parseLong(database.text(
                    "SELECT sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read) FROM pg_statio_all_tables"
                            + tables)),
                    Long.parseLong(
                            database.text("SELECT n_tup_ins FROM pg_stat_all_tables" + tables + " AND relname = 'batch'")));
        }

        double perBatchSince(Work before) {
            return (blocks - before.blocks) / (double) Math.max(1, batches - before.batches);
        }
    }
}
