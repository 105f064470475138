package io.quarkiverse.journal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
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
        long began = System.nanoTime();
        try (Cluster cluster = new Cluster(settings);
                JavaNode javaNode = new JavaNode(cluster.postgres, settings.journal())) {
            Recorder recorder = new Recorder(cluster.postgres, violations);
            Crew recording = new Crew(settings.seed() + 3, violations);
            recording.run("recorder", recorder::record);
            List<Reader> readers = readers(cluster, javaNode, cluster.folder);
            Crew reading = new Crew(settings.seed() + 1, violations);
            readers.forEach(reader -> reading.run(reader.name, reader::read));
            Crew publishing = new Crew(settings.seed() + 2, violations);
            new Publishers(cluster, settings, attempts).start(publishing);
            publishing.run("java-publish", (random, stop) -> javaNode.publish(attempts, settings, random, stop));
            publishing.run("java-chain", (random, stop) -> javaNode.publishAfter(attempts, settings, random, stop));

            Closings closings = new Closings(cluster, javaNode, settings, attempts, violations);
            publishing.run("closings", closings::run);

            Map<String, Integer> faults = strike(cluster, javaNode, readers);

            publishing.stop();
            awaitEnd(cluster, recorder, readers);
            reading.stop();
            recording.stop();
            readers.addAll(closings.readers());
            long seconds = (System.nanoTime() - began) / 1_000_000_000;
            check(cluster, recorder, readers, faults.values().stream().mapToInt(Integer::intValue).sum());
            if (violations.told().isEmpty()) {
                readers.forEach(reader -> reader.log().delete());
            }
            Report.log(recorder.rows(), attempts.all(), attempts.closings().size(), readers, faults, seconds);
        }
        assertThat(violations.told()).as("To have the same faults again: %s. Logs: %s", settings.again(), settings.folder())
                .isEmpty();
    }

    private Map<String, Integer> strike(Cluster cluster, JavaNode javaNode, List<Reader> readers) throws InterruptedException {
        Stop stop = new Stop();
        Probe probe = new Probe(cluster, readers, attempts, violations, stop);
        Fault stoppedInside = new StoppedInside(cluster, attempts, violations, stop);
        long now = System.nanoTime();
        long length = settings.length().toNanos();
        Schedule schedule = new Schedule(Faults.all(cluster, javaNode, stoppedInside, settings, stop), probe, settings.seed(),
                stop);
        try {
            schedule.run(now + length, now + 2 * length);
        } catch (ConditionTimeoutException e) {
            violations.add("The run ended early: %s", e.getMessage());
        }
        LOG.infof("Slowest to be live again: %d ms", probe.slowestMillis());
        return schedule.struck();
    }

    private static List<Reader> readers(Cluster cluster, JavaNode javaNode, Path folder) {
        return Stream.of(
                new HttpReader("all-sse", null, folder, cluster, true),
                new HttpReader("all-ndjson", null, folder, cluster, false),
                new JavaReader("all-java", null, folder, javaNode.journal()),
                new HttpReader("orders-sse", HttpCaller.ORDERS, folder, cluster, true),
                new HttpReader("web-ndjson", HttpCaller.WEB, folder, cluster, false),
                new HttpReader("java-sse", JavaNode.TOPIC, folder, cluster, true),
                new HttpReader("chain-ndjson", Publishers.CHAIN, folder, cluster, false),
                new JavaReader("orders-java", HttpCaller.ORDERS, folder, javaNode.journal())).collect(Collectors.toList());
    }

    /** Nothing is published any more: what is committed gets sequenced, and every reader gets to the end. */
    private void awaitEnd(Cluster cluster, Recorder recorder, List<Reader> readers) {
        readers.forEach(Reader::settle);
        require("All transactions are sequenced", () -> Database.pending(cluster.postgres) == 0);
        long head = Database.head(cluster.postgres);
        Rows rows = recorder.rows();
        require("All is recorded", () -> rows.head() >= head);
        for (Reader reader : readers) {
            long last = rows.last(reader.topic);
            require(reader.name + " is at the end", () -> reader.isLiveAt(last));
        }
    }

    /** What does not come true is a violation, and others are looked for all the same. */
    private void require(String state, Callable<Boolean> condition) {
        try {
            await(state).atMost(Duration.ofMinutes(1)).until(condition);
        } catch (ConditionTimeoutException e) {
            violations.add("Not so after a minute: %s", state);
        }
    }

    private void check(Cluster cluster, Recorder recorder, List<Reader> readers, int faults) {
        recorder.compare();
        List<Attempt> all = attempts.all();
        Checker.check(all, attempts.closings(), recorder.rows(), readers.stream().map(Reader::log).toList(), violations);
        Checker.checkLines(all, recorder.rows(), Database.lines(cluster.postgres), violations);
        cluster.nodes.forEach(node -> NodeLogCheck.check(node.log(), TRACES_PER_FAULT * faults, violations));
    }
}
