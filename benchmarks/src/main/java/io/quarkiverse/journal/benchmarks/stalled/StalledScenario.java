package io.quarkiverse.journal.benchmarks.stalled;

import java.util.List;
import java.util.Map;

import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.crowd.Visit;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Rounds;

/** Readers that stop in the middle of a long replay, beside others that go on. */
public final class StalledScenario implements Scenario {

    private static final History HISTORY = new History(Long.getLong("stalled.events", 1_000_000));
    private static final int READERS = 64;
    private static final int WARM_UP = 20;

    @Override
    public String name() {
        return "stalled";
    }

    @Override
    public String question() {
        return "%d SSE readers finish the replay of %,d events with 200-byte payloads while as many others have stopped reading in "
                .formatted(READERS, HISTORY.events())
                + "its middle, against the same second half without those. The packaged showcase has a heap of 256 MiB. The stalled "
                + "ones then read on, and everybody insists on consecutive positions up to the sentinel.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        try (JournalHere here = new JournalHere(database, Showcase.SCHEMA)) {
            HISTORY.write(here.journal());
        }
        database.execute("VACUUM ANALYZE");
        try (Showcase showcase = Showcase.start(database, "-Xmx256m"); Crowd crowd = new Crowd()) {
            warmUp(showcase, crowd);
            Alone alone = new Alone(showcase, crowd, HISTORY, READERS);
            BesideStalled beside = new BesideStalled(showcase, crowd, HISTORY, READERS);
            rounds.compareWarm("second half of the replay", List.of(alone, beside));
            rounds.note("after they read on", "events/s", Map.of("those that had stalled", beside.resumed()));
            rounds.note("heap that is in use while they have stalled", "MiB", Map.of("of 256 MiB", beside.heap()));
            showcase.requireHealth();
        }
    }

    /** A round takes minutes: none is spent on getting warm. */
    private static void warmUp(Showcase showcase, Crowd crowd) throws Exception {
        long from = HISTORY.events() - HISTORY.events() / WARM_UP;
        Half half = new Half(crowd, READERS, HISTORY.middle(), false);
        half.enter(Visit.sse(HISTORY.after(showcase, from), from));
        half.atTheEnd().get();
        half.leave();
    }
}
