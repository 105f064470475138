package io.quarkiverse.journal.benchmarks.fanout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Rounds;
import io.quarkiverse.journal.benchmarks.live.Pace;

/** One topic to ten thousand readers. */
public final class FanoutScenario implements Scenario {

    private static final int READERS = Integer.getInteger("fanout.readers", 10_000);
    private static final int BURST = 100;
    private static final int BURSTS = 10;
    private static final Pace PACE = new Pace(50, Duration.ofSeconds(Integer.getInteger("fanout.seconds", 20)));

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public String question() {
        return "The packaged showcase sends what is published to it to %,d SSE readers of one topic, who share the machine with it; "
                .formatted(READERS)
                + "each of them insists on consecutive positions. The limit is a bare Vert.x server that is told to write the same "
                + "bytes to as many sockets. Rates are deliveries: events times readers.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        try (Showcase showcase = Showcase.start(database, "-Xms1g", "-Xmx1g",
                "-Dquarkus.journal.http.max-streams=" + 2 * READERS);
                Crowd crowd = new Crowd()) {
            JournalBroadcaster journal = new JournalBroadcaster(showcase);
            journal.send(Math.max(BURST * BURSTS, PACE.count())).get();
            try (BareBroadcaster bare = new BareBroadcaster(journal.history(0), 0)) {
                bursts(rounds, new Burst(bare, crowd, READERS, BURST, BURSTS),
                        new Burst(journal, crowd, READERS, BURST, BURSTS));
                steady(rounds, new Steady(bare, database, crowd, READERS, PACE),
                        new Steady(journal, database, crowd, 1, PACE), new Steady(journal, database, crowd, READERS, PACE));
            }
            showcase.requireHealth();
        }
    }

    private static void bursts(Rounds rounds, Burst bare, Burst journal) throws Exception {
        rounds.compare("bursts of %d events, deliveries".formatted(BURST), List.of(bare, journal));
        Map<String, List<Double>> heap = new LinkedHashMap<>();
        heap.put(bare.name(), bare.heapPerReader());
        heap.put(journal.name(), journal.heapPerReader());
        rounds.note("heap of the server for each idle reader", "KiB", heap);
    }

    private static void steady(Rounds rounds, Steady bare, Steady alone, Steady journal) throws Exception {
        rounds.compareLatencies("%d events/s".formatted(PACE.perSecond()), List.of(bare, alone, journal));
        Map<String, List<Double>> transactions = new LinkedHashMap<>();
        transactions.put(alone.name(), alone.transactionsPerEvent());
        transactions.put(journal.name(), journal.transactionsPerEvent());
        rounds.note("transactions of PostgreSQL for each event", "transactions", transactions);
    }
}
