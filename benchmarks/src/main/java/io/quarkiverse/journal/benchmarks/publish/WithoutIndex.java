package io.quarkiverse.journal.benchmarks.publish;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** A journal of its own some of whose optional indexes were dropped, as an operator would. */
final class WithoutIndex implements AutoCloseable {

    private final String name;
    private final JournalHere here;

    WithoutIndex(Database database, String name, String schema, List<String> dropped) throws SQLException {
        this.name = name;
        this.here = new JournalHere(database, schema);
        for (String index : dropped) {
            database.execute("DROP INDEX " + schema + "." + index);
        }
    }

    Contender measured(Way way) {
        Contender contender = way.of(here);
        return new Contender() {

            @Override
            public String name() {
                return name;
            }

            @Override
            public Measurement round() throws Exception {
                return contender.round();
            }

            @Override
            public OptionalLong jvm() {
                return contender.jvm();
            }
        };
    }

    /** What is done with a journal. */
    @FunctionalInterface
    interface Way {

        Contender of(JournalHere here);
    }

    @Override
    public void close() {
        here.close();
    }
}
