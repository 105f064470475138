package io.quarkiverse.journal.benchmarks.transact;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.UUID;

import io.quarkiverse.journal.benchmarks.database.EventTable;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Transactions;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;
import io.quarkiverse.journal.benchmarks.publish.Callers;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/** What an application does without a journal: a row of its own table in its transaction. */
record PlainInserts(Callers callers) implements Contender {

    static PlainInserts of(JournalHere here, Transactions transactions, EventTable table, SampleEvents events, int callers,
            Duration duration) {
        // Nobody moves anything away from this one.
        String sql = "INSERT INTO " + table.schema() + ".pending (time, topic_id, kind, id, key, payload) "
                + "VALUES (?, 1, ?, ?, ?, ?::json)";
        Callers.Call insert = number -> transactions.call(() -> {
            try (Connection connection = here.application().getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, OffsetDateTime.now(ZoneOffset.UTC));
                statement.setString(2, events.get(number).kind());
                statement.setString(3, UUID.randomUUID().toString());
                statement.setString(4, events.get(number).key());
                statement.setString(5, events.payload(number));
                return statement.executeUpdate();
            }
        });
        return new PlainInserts(new Callers(Collections.nCopies(callers, insert), duration));
    }

    @Override
    public String name() {
        return "begin, INSERT, commit";
    }

    @Override
    public Measurement round() throws Exception {
        return callers.measure();
    }
}
