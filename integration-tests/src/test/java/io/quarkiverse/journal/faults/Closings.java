package io.quarkiverse.journal.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.core.ConditionTimeoutException;

/**
 * Topics that several publish to while several close them, one topic after the other. Each has readers from the beginning and
 * one that comes late; all of them get to its end.
 */
final class Closings {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration END = Duration.ofMinutes(1);

    private final Cluster cluster;
    private final JavaNode javaNode;
    private final Settings settings;
    private final Path folder;
    private final HttpCaller caller;
    private final Violations violations;
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    Closings(Cluster cluster, JavaNode javaNode, Settings settings, Attempts attempts, Violations violations) {
        this.cluster = cluster;
        this.javaNode = javaNode;
        this.settings = settings;
        this.folder = cluster.folder;
        this.caller = new HttpCaller(attempts, PATIENCE);
        this.violations = violations;
    }

    /** All that have read such topics. */
    List<Reader> readers() {
        return readers;
    }

    void run(Random random, Stop stop) throws InterruptedException {
        for (int number = 1; stop.pause(random.nextInt(4_000)); number++) {
            publishAndClose("market." + number, new Random(random.nextLong()), stop);
        }
    }

    private void publishAndClose(String topic, Random random, Stop stop) throws InterruptedException {
        Crew reading = new Crew(random.nextLong(), violations);
        List<Reader> mine = new ArrayList<>();
        mine.add(start(new HttpReader(topic + "-sse", topic, folder, cluster, true), reading));
        mine.add(start(new JavaReader(topic + "-java", topic, folder, javaNode.journal()), reading));
        Crew publishing = new Crew(random.nextLong(), violations);
        publishing.run(topic + "-web", (own, told) -> publish(topic, own, told));
        publishing.run(topic + "-transaction-1", (own, told) -> enter(topic, own, told));
        publishing.run(topic + "-transaction-2", (own, told) -> enter(topic, own, told));
        stop.pause(random.nextInt(2_000));
        Crew closing = new Crew(random.nextLong(), violations);
        closing.run(topic + "-close-1", (own, told) -> close(topic, own, told));
        closing.run(topic + "-close-2", (own, told) -> close(topic, own, told));
        closing.join();
        publishing.stop();
        mine.add(start(new HttpReader(topic + "-late", topic, folder, cluster, false), reading));
        for (Reader reader : mine) {
            try {
                await(reader.name).atMost(END).until(reader::isEnded);
            } catch (ConditionTimeoutException e) {
                violations.add("%s got no end within %s", reader, END);
            }
        }
        reading.stop();
        mine.forEach(reader -> reader.log().close());
    }

    private Reader start(Reader reader, Crew crew) {
        readers.add(reader);
        crew.run(reader.name, reader::read);
        return reader;
    }

    /** Until it is refused, and a little longer. */
    private void publish(String topic, Random random, Stop stop) throws InterruptedException {
        do {
            caller.publish(cluster.answering(random), topic, 1 + random.nextInt(30));
        } while (pause(random, stop));
    }

    private void enter(String topic, Random random, Stop stop) throws InterruptedException {
        do {
            caller.enter(cluster.answering(random), topic, 1 + random.nextInt(5), random.nextInt(4) == 0);
        } while (pause(random, stop));
    }

    /** Again, until it is said that the topic is closed; and once more. */
    private void close(String topic, Random random, Stop stop) throws InterruptedException {
        for (int closed = 0; closed < 2 && !stop.isTold();) {
            if (caller.close(cluster.answering(random), topic)) {
                closed++;
            } else {
                stop.pause(200);
            }
        }
    }

    private boolean pause(Random random, Stop stop) throws InterruptedException {
        return stop.pause(random.nextInt(2 * settings.pace() + 20));
    }
}
