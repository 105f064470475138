package io.quarkiverse.journal.benchmarks.stream;

import java.nio.file.Path;
import java.util.OptionalLong;

import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** The same COPY by PostgreSQL's own client, another process like curl. The time includes its start. */
record PsqlCopyOut(Database database, String query, int expected) implements Contender {

    @Override
    public String name() {
        return "COPY (SELECT …) TO STDOUT, psql";
    }

    @Override
    public Measurement round() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("psql", "-X", "-q", "-h", "127.0.0.1", "-p",
                Integer.toString(database.port()), "-U", Database.USER, "-d", "postgres", "-c",
                "COPY (" + query + ") TO STDOUT");
        builder.environment().put("PGPASSWORD", Database.PASSWORD);
        builder.redirectOutput(Path.of("/dev/null").toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        long start = System.nanoTime();
        int exit = builder.start().waitFor();
        long nanos = System.nanoTime() - start;
        if (exit != 0) {
            throw new IllegalStateException("psql ended with " + exit);
        }
        return Measurement.rate(expected, nanos);
    }

    @Override
    public OptionalLong jvm() {
        return OptionalLong.empty();
    }
}
