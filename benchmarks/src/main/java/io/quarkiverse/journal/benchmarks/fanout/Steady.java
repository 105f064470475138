package io.quarkiverse.journal.benchmarks.fanout;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;

import org.HdrHistogram.Histogram;

import io.quarkiverse.journal.benchmarks.crowd.Audience;
import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.crowd.Visit;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;
import io.quarkiverse.journal.benchmarks.live.Pace;

/** Sends at a constant rate to many, and counts what the database did meanwhile. */
final class Steady implements Contender {

    private final Broadcaster broadcaster;
    private final Database database;
    private final Crowd crowd;
    private final int readers;
    private final Pace pace;
    private final List<Double> transactions = new ArrayList<>();

    Steady(Broadcaster broadcaster, Database database, Crowd crowd, int readers, Pace pace) {
        this.broadcaster = broadcaster;
        this.database = database;
        this.crowd = crowd;
        this.readers = readers;
        this.pace = pace;
    }

    @Override
    public String name() {
        return "%s, %,d readers".formatted(broadcaster.name(), readers);
    }

    /** The transactions of the whole server for each event that was sent, for each round. */
    List<Double> transactionsPerEvent() {
        return transactions;
    }

    @Override
    public Measurement round() throws Exception {
        long before = broadcaster.begin();
        AtomicLongArray due = new AtomicLongArray(pace.count());
        Histogram late = Measurement.newHistogram();
        Audience audience = new Audience(crowd, Visit.sse(broadcaster.stream(), before), readers,
                (member, position) -> late
                        .recordValue(Math.max(0, System.nanoTime() - due.get(Math.toIntExact(position - before - 1)))));
        try {
            audience.enter();
            audience.awaitSeated();
            CompletableFuture<Long> arrived = audience.reach(before + pace.count());
            long committed = committed();
            long start = System.nanoTime();
            List<CompletableFuture<?>> sent = new ArrayList<>();
            pace.send(moment -> {
                due.set(sent.size(), moment);
                sent.add(broadcaster.send(1));
            });
            for (CompletableFuture<?> each : sent) {
                each.get();
            }
            long nanos = arrived.get() - start;
            transactions.add((committed() - committed) / (double) pace.count());
            return new Measurement((double) pace.count() * readers * 1e9 / nanos, Map.of("from due to each reader", late));
        } finally {
            audience.leave();
        }
    }

    /** Every query is part of a transaction. Sessions tell of theirs once a second. */
    private long committed() throws SQLException {
        return Long.parseLong(database.text("SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database"));
    }

    @Override
    public OptionalLong jvm() {
        return OptionalLong.of(broadcaster.pid());
    }
}
