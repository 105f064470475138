package io.quarkiverse.journal.benchmarks.stream;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Rounds;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/** History over HTTP. */
public final class ReplayScenario implements Scenario {

    private static final int EVENTS = 200_000;
    private static final String TOPIC = "orders";

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String question() {
        return "The packaged showcase replays one topic with 200-byte payloads up to the sentinel to curl, against COPY of the same "
                + "columns of the same rows in the same order from PostgreSQL to a client that drops the bytes.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        try (JournalHere here = new JournalHere(database, Showcase.SCHEMA)) {
            fill(here.journal());
        }
        database.execute("VACUUM ANALYZE");
        // Started afterwards: it holds nothing of this in memory, and reads it from PostgreSQL.
        try (Showcase showcase = Showcase.start(database); Connection connection = database.connect()) {
            rounds.compare("one topic of %,d events".formatted(EVENTS), contenders(database, connection, showcase));
        }
    }

    private static void fill(Journal journal) throws InterruptedException {
        SampleEvents events = new SampleEvents(200);
        for (int i = 0; i < EVENTS; i++) {
            journal.publish(TOPIC, events.get(i));
        }
        if (!journal.flush(Duration.ofMinutes(1))) {
            throw new IllegalStateException("The events were not written within a minute");
        }
    }

    private static List<Contender> contenders(Database database, Connection connection, Showcase showcase) throws Exception {
        String query = """
                SELECT e.position, e.id, t.name, e.kind, e.time, e.key, e.correlation_id, e.index, e.run, e.step, e.headers, e.payload
                FROM %1$s.event e CROSS JOIN %1$s.topic t
                WHERE t.name = '%2$s' AND e.topic_id = t.id ORDER BY e.position"""
                .formatted(Showcase.SCHEMA, TOPIC);
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new CopyOut(connection, query, EVENTS));
        if (Command.exists("psql")) {
            contenders.add(new PsqlCopyOut(database, query, EVENTS));
        }
        contenders.add(new CurlReplay(showcase, "NDJSON", "application/x-ndjson", "{\"position\":", TOPIC, EVENTS));
        contenders.add(new CurlReplay(showcase, "SSE", "text/event-stream", "event: placed", TOPIC, EVENTS));
        return contenders;
    }
}
