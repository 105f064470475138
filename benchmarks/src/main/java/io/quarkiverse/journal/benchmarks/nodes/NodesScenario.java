package io.quarkiverse.journal.benchmarks.nodes;

import java.util.List;

import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.harness.Rounds;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/** Several nodes that write one journal. */
public final class NodesScenario implements Scenario {

    private static final int COUNT = 100_000;

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public String question() {
        return "Three threads publish and then flush, all on one node, against one of them on each of three nodes of the same journal. "
                + "All nodes are in one process: each has its own writer, tail and connections.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        SampleEvents events = new SampleEvents(200);
        try (JournalHere one = new JournalHere(database, "journal");
                JournalHere two = new JournalHere(database, "journal");
                JournalHere three = new JournalHere(database, "journal")) {
            rounds.compare("%,d events a round".formatted(3 * COUNT), List.of(
                    new SpreadPublish("three threads on one node", List.of(one.journal(), one.journal(), one.journal()), events,
                            COUNT),
                    new SpreadPublish("a thread on each of three nodes",
                            List.of(one.journal(), two.journal(), three.journal()), events, COUNT)));
        }
    }
}
