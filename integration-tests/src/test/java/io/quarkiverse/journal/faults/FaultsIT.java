package io.quarkiverse.journal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nothing lost, nothing twice, nothing out of order, whatever fails: real nodes, a real PostgreSQL, publishers by every path,
 * readers that come and go, and faults at random. See {@link Settings} for the seed, the length and the rest.
 */
@Tag("faults")
class FaultsIT {

    private static final Logger LOG = Logger.getLogger(FaultsIT.class);
    /** The transaction manager shows each transaction that it could not roll back, since its connection broke. */
    private static final int TRACES_PER_FAULT = 4;

    private final Settings settings = Settings.fromProperties();
    private final Violations violations = new Violations();
    private final Attempts attempts = new Attempts();

    @Test
    void nothingIsLostWhateverFails() throws InterruptedException {
        LOG.infof("The same faults again: %s", settings.again());
        int faults;
        List<ReaderLog> logs;
        try (Cluster cluster = new Cluster(settings); JavaNode javaNode = new JavaNode(cluster.postgres)) {
            List<Reader> readers = readers(cluster, javaNode);
            Crew reading = new Crew(settings.seed() + 1, violations);
            readers.forEach(reader -> reading.run(reader.name, reader::read));
            Crew publishing = new Crew(settings.seed() + 2, violations);
            new Publishers(cluster, settings, attempts).start(publishing);
            publishing.run("java-publish", (random, stop) -> javaNode.publish(attempts, settings, random, stop));

            Stop stop = new Stop();
            Probe probe = new Probe(cluster, readers, attempts, violations, stop);
            long until = System.nanoTime() + settings.length().toNanos();
            faults = new Schedule(new Faults(cluster, javaNode,
                    new StoppedInside(cluster, attempts, violations, stop), stop).all(), probe, settings.seed(), stop)
                    .run(until);

            publishing.stop();
            awaitEnd(cluster, readers);
            reading.stop();
            logs = readers.stream().map(Reader::log).toList();
            check(cluster, logs);
            cluster.nodes.forEach(node -> NodeLogCheck.check(node.log(), TRACES_PER_FAULT * faults, violations));
            LOG.infof("Slowest to be live again: %d ms", probe.slowestMillis());
        }
        LOG.infof("%d faults, %d subscriptions", faults, logs.stream().mapToInt(log -> log.subscriptions().size()).sum());
        assertThat(violations.told()).as("To have the same faults again: %s. Logs: %s", settings.again(), settings.folder())
                .isEmpty();
    }

    private static List<Reader> readers(Cluster cluster, JavaNode javaNode) {
        return Stream.of(
                new HttpReader("all-sse", null, cluster, true),
                new HttpReader("all-ndjson", null, cluster, false),
                new JavaReader("all-java", null, javaNode.journal()),
                new HttpReader("orders-sse", HttpCaller.ORDERS, cluster, true),
                new HttpReader("web-ndjson", HttpCaller.WEB, cluster, false),
                new HttpReader("java-sse", JavaNode.TOPIC, cluster, true),
                new JavaReader("orders-java", HttpCaller.ORDERS, javaNode.journal())).toList();
    }

    /** Nothing is published any more: what is committed gets sequenced, and every reader gets to the end. */
    private static void awaitEnd(Cluster cluster, List<Reader> readers) {
        readers.forEach(Reader::settle);
        await("all transactions sequenced").atMost(Duration.ofSeconds(30)).until(() -> Database.pending(cluster.postgres) == 0);
        List<Stored> rows = Database.events(cluster.postgres);
        for (Reader reader : readers) {
            long last = rows.stream().filter(row -> reader.topic == null || reader.topic.equals(row.topic()))
                    .mapToLong(Stored::position).max().orElse(0);
            await(reader.name).atMost(Duration.ofSeconds(30)).until(() -> reader.isLiveAt(last));
        }
    }

    private void check(Cluster cluster, List<ReaderLog> logs) {
        List<Stored> rows = Database.events(cluster.postgres);
        List<Attempt> all = attempts.all();
        LOG.infof("%d events of %d attempts", rows.size(), all.size());
        Checker.check(all, rows, logs, violations);
        Checker.checkLines(all, rows, Database.lines(cluster.postgres), violations);
    }
}
