package io.quarkiverse.journal.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.quarkiverse.journal.benchmarks.churn.ChurnScenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.fanout.FanoutScenario;
import io.quarkiverse.journal.benchmarks.harness.Machine;
import io.quarkiverse.journal.benchmarks.harness.Profiler;
import io.quarkiverse.journal.benchmarks.harness.Report;
import io.quarkiverse.journal.benchmarks.harness.Rounds;
import io.quarkiverse.journal.benchmarks.history.HistoryScenario;
import io.quarkiverse.journal.benchmarks.live.LiveScenario;
import io.quarkiverse.journal.benchmarks.nodes.NodesScenario;
import io.quarkiverse.journal.benchmarks.publish.AppendScenario;
import io.quarkiverse.journal.benchmarks.publish.IndexScenario;
import io.quarkiverse.journal.benchmarks.publish.PublishScenario;
import io.quarkiverse.journal.benchmarks.stalled.StalledScenario;
import io.quarkiverse.journal.benchmarks.stream.ReplayScenario;
import io.quarkiverse.journal.benchmarks.transact.HeldScenario;
import io.quarkiverse.journal.benchmarks.transact.TransactScenario;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Runs scenarios, one after the other, and leaves a report of each. */
public final class Benchmarks {

    private static final Path TARGET = Path.of("target");
    private static final Path RESULTS = Path.of("results");

    private Benchmarks() {
    }

    public static void main(String[] args) throws Exception {
        // One form of numbers, wherever it runs.
        Locale.setDefault(Locale.ROOT);
        // As Quarkus sets it: without it the transaction manager makes a record for everything that it could trace.
        Logger.getLogger("").setLevel(Level.INFO);
        Options options;
        try {
            options = Options.parse(args, scenarios(1).stream().map(Scenario::name).toList());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Machine machine = Machine.describe();
        boolean violated = false;
        for (Scenario scenario : scenarios(options.events())) {
            if (!options.scenarios().contains(scenario.name())) {
                continue;
            }
            // A server of its own for each: no scenario works on what another one left.
            try (Database database = Database.start(TARGET)) {
                Rounds rounds = new Rounds(scenario.name(), options.rounds(), database::settle,
                        options.profile() ? new Profiler(TARGET) : Profiler.NONE);
                scenario.run(database, rounds);
                Report report = new Report(scenario.name(), scenario.question(), machine, database.describe(),
                        rounds.comparisons(), rounds.listings());
                report.write(RESULTS);
                System.out.println(report.markdown());
                rounds.violations().forEach(violation -> System.err.println(scenario.name() + ": " + violation));
                violated |= !rounds.violations().isEmpty();
            }
        }
        // Mutiny's own timer, which Quarkus would end; its thread would keep this process.
        Infrastructure.getDefaultWorkerPool().shutdownNow();
        if (violated) {
            System.exit(1);
        }
    }

    private static List<Scenario> scenarios(long events) {
        return List.of(new PublishScenario(), new AppendScenario(), new IndexScenario(), new ReplayScenario(),
                new HistoryScenario(events), new LiveScenario(), new TransactScenario(), new HeldScenario(),
                new NodesScenario(), new FanoutScenario(), new StalledScenario(), new ChurnScenario());
    }
}
