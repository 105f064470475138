package io.quarkiverse.journal.deployment.signs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.Subscription;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetersTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClass(SimpleRegistry.class))
            .overrideConfigKey("quarkus.journal.schema", "signs_meters")
            .overrideConfigKey("quarkus.journal.retention.interval", "0.05S")
            .overrideConfigKey("quarkus.journal.topics.\"brief\".retention.max-events", "1")
            .overrideConfigKey("quarkus.journal.publish.queue-size", "2")
            .overrideConfigKey("quarkus.journal.publish.overflow", "fail");

    @Inject
    SimpleMeterRegistry registry;

    @Inject
    Journal journal;

    @Inject
    AgroalDataSource dataSource;

    @Test
    @Order(1)
    void countsWhatIsWrittenAndWhatIsMoved() {
        journal.append("t", 1).await().atMost(SOON);
        QuarkusTransaction.requiringNew().run(() -> {
            journal.publish("t", 2);
            journal.publish("t", 3);
        });
        await().atMost(SOON).until(() -> gauge("journal.head") == 3);

        assertThat(written("queue")).isEqualTo(1);
        assertThat(written("transaction")).isEqualTo(2);
        assertThat(counted("journal.events.accepted")).isEqualTo(1);
        assertThat(registry.get("journal.batch.size").summary().totalAmount()).isEqualTo(3);
        assertThat(registry.get("journal.batch.size").summary().max()).isEqualTo(2);
        assertThat(registry.get("journal.batch.duration").timer().count()).isPositive();
        assertThat(registry.get("journal.sequencing.lag").timer().count()).isEqualTo(1);
        assertThat(registry.get("journal.sequencing.lag").timer().totalTime(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(gauge("journal.tail.lag")).isZero();
        assertThat(counted("journal.events.lost")).isZero();
        assertThat(counted("journal.events.dropped")).isZero();
    }

    @Test
    @Order(2)
    void tellsOfAQueueThatFillsBehindALock() throws SQLException {
        double before = written("queue");
        long waited;
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM signs_meters.log FOR UPDATE");
            journal.publish("t", "in flight");
            await().atMost(SOON).until(() -> isWriterWaiting());
            long waiting = System.nanoTime();
            assertThat(gauge("journal.writer.stalled")).isPositive();
            assertThat(gauge("journal.queue.events")).isZero();
            journal.publish("t", "waits");
            journal.publish("t", "waits too");
            assertThatThrownBy(() -> journal.publish("t", "refused")).isInstanceOf(QueueFullException.class);
            assertThat(gauge("journal.queue.events")).isEqualTo(2);
            assertThat(gauge("journal.queue.bytes")).isPositive();
            waited = System.nanoTime() - waiting;
            connection.rollback();
        }
        await().atMost(SOON).until(() -> written("queue") == before + 3);
        await().atMost(SOON).until(() -> gauge("journal.writer.stalled") == 0);
        assertThat(counted("journal.events.refused")).isEqualTo(1);
        assertThat(gauge("journal.queue.events")).isZero();
        assertThat(registry.get("journal.lock.wait").timer().max(TimeUnit.NANOSECONDS)).isGreaterThan(waited);
    }

    private boolean isWriterWaiting() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE '%signs_meters%'")) {
            row.next();
            return row.getInt(1) == 1;
        }
    }

    @Test
    @Order(3)
    void countsOpenSubscriptions() {
        AssertSubscriber<Frame> reader = journal.subscribe(Subscription.to("t")).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        await().atMost(SOON).until(() -> gauge("journal.subscriptions") == 1);
        reader.cancel();
        await().atMost(SOON).until(() -> gauge("journal.subscriptions") == 0);
    }

    @Test
    @Order(4)
    void countsRepeatsOfIds() {
        double before = written("queue");
        NewEvent event = NewEvent.of(1).withId("given");
        assertThat(journal.append("t", event).await().atMost(SOON).repeated()).isFalse();
        assertThat(journal.append("t", event).await().atMost(SOON).repeated()).isTrue();
        QuarkusTransaction.requiringNew().run(() -> {
            journal.publish("t", event);
            journal.publish("t", event);
        });
        await().atMost(SOON).until(() -> repeated("transaction") == 2);
        assertThat(repeated("queue")).isEqualTo(1);
        assertThat(written("queue")).isEqualTo(before + 1);
        assertThat(counted("journal.events.lost")).isZero();
    }

    @Test
    @Order(5)
    void countsWhatIsRemoved() {
        for (int i = 0; i < 5; i++) {
            journal.append("brief", i).await().atMost(SOON);
        }
        await().atMost(SOON).until(() -> counted("journal.events.removed") == 4);
        assertThat(counted("journal.partitions.dropped")).isZero();
        assertThat(gauge("journal.floor")).isZero();
        await().atMost(SOON).until(() -> gauge("journal.oldest.age") > 0);
    }

    private double repeated(String source) {
        return sourced("journal.events.repeated", source);
    }

    private double written(String source) {
        return sourced("journal.events.written", source);
    }

    private double sourced(String name, String source) {
        return registry.get(name).tag("source", source).tag("schema", "signs_meters").counter().count();
    }

    private double counted(String name) {
        return registry.get(name).tag("schema", "signs_meters").functionCounter().count();
    }

    private double gauge(String name) {
        return registry.get(name).tag("schema", "signs_meters").gauge().value();
    }
}
