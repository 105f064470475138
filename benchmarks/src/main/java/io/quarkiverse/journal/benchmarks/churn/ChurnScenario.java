package io.quarkiverse.journal.benchmarks.churn;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Rounds;

/** A thousand readers that connect, resume and vanish at random. */
public final class ChurnScenario implements Scenario {

    private static final int READERS = Integer.getInteger("churn.readers", 1_000);
    private static final Duration TIME = Duration
            .parse(Objects.requireNonNullElse(System.getenv("CHURN_TIME"), "PT60S"));

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String question() {
        return "%,d readers of one topic, SSE and NDJSON, connect to the packaged showcase, resume where they were and vanish again, "
                .formatted(READERS)
                + "at random, while 100 events a second are published on another node. Everybody insists on consecutive positions "
                + "over all visits, up to the last event. Then all have gone: nothing of them may be left, and no error in the log. "
                + "Netty looks for leaked buffers meanwhile, and would log an error.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        try (JournalHere other = new JournalHere(database, Showcase.SCHEMA);
                Showcase showcase = Showcase.start(database, "-Xms512m", "-Xmx512m", "-Dio.netty.leakDetection.level=paranoid");
                Crowd crowd = new Crowd()) {
            Coming coming = new Coming(showcase, crowd, new Publisher(other.journal(), showcase), READERS, TIME);
            rounds.compareWarm("deliveries", List.of(coming));
            rounds.note("coming", "visits/s", Map.of("all readers", coming.visits()));
            rounds.note("left of them afterwards", "objects", coming.leftovers().left());
            rounds.note("heap in use afterwards", "MiB", Map.of("node", coming.leftovers().heap()));
        }
    }
}
