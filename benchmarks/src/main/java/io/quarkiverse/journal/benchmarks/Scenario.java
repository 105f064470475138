package io.quarkiverse.journal.benchmarks;

import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.harness.Rounds;

/** A question about speed, and how it is answered. */
public interface Scenario {

    /** What the command line calls it. */
    String name();

    /** What is compared with what, in a sentence or two, for the report. */
    String question();

    /** Sets contenders up, has them compared, takes them down. */
    void run(Database database, Rounds rounds) throws Exception;
}
