package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.StoredRow;
import io.quarkiverse.journal.runtime.testing.TestNode;

@Timeout(60)
class ShutdownTest {

    private final String schema = RealPostgres.freshSchema();

    @Test
    void writesWhatIsQueuedAndTakesNoMore() {
        TestNode node = TestNode.start(schema);
        for (int i = 0; i < 5_000; i++) {
            node.journal().publish("t", NewEvent.of(i).withIndex(i));
        }
        node.close();
        assertThat(StoredRow.dense(schema)).hasSize(5_000);
        assertThatThrownBy(() -> node.journal().publish("t", 1)).isInstanceOf(JournalClosedException.class);
    }

    @Test
    void withNoTimeToDrainDoesNotWaitForEver() {
        TestNode node = TestNode.start(schema, "publish.shutdown-timeout", "0S");
        node.journal().append("t", 1).await().atMost(Duration.ofSeconds(30));
        node.close();
        assertThat(StoredRow.dense(schema)).hasSize(1);
    }

    @Test
    void tellsOtherNodesOfTheLastEventsOfABurst() throws Exception {
        try (Connection listening = RealPostgres.connect(); Statement statement = listening.createStatement()) {
            statement.execute("LISTEN \"quarkus_journal_" + schema + '"');
            TestNode node = TestNode.start(schema);
            for (int i = 0; i < 20; i++) {
                node.journal().append("t", i).await().atMost(Duration.ofSeconds(30));
            }
            node.close();
            String told = "";
            while (!told.startsWith("20 ")) {
                for (PGNotification notification : listening.unwrap(PGConnection.class).getNotifications(20_000)) {
                    told = notification.getParameter();
                }
            }
        }
    }
}
