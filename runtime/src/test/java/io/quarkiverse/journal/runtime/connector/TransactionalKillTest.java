package io.quarkiverse.journal.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/**
 * A consumer with {@code commit-strategy=transactional} is killed at random, again and again: each of its effects happens
 * exactly
 * once. How many messages: the system property {@code journal.test.killed-messages}.
 */
@Timeout(1800)
class TransactionalKillTest {

    private static final int MESSAGES = Integer.getInteger("journal.test.killed-messages", 1_500);
    private static final int LEAST_KILLS = 5;
    private static final int ATOMIC = 1_000;

    @TempDir
    Path folder;

    private Path output;

    @Test
    void everyEffectHappensExactlyOnce() throws Exception {
        output = folder.resolve("consumer.log");
        String schema = RealPostgres.freshSchema();
        try (TestNode node = TestNode.start(schema)) {
            for (int first = 0; first < MESSAGES; first += ATOMIC) {
                node.journal().appendAll("orders",
                        IntStream.range(first, Math.min(MESSAGES, first + ATOMIC)).mapToObj(NewEvent::of).toList()).await()
                        .atMost(Duration.ofSeconds(30));
            }
        }
        RealPostgres.execute("CREATE TABLE " + schema + ".effect (position bigint NOT NULL)");
        Random random = new Random();
        int kills = 0;
        long before = 0;
        while (rows(schema) < MESSAGES) {
            Process consumer = start(schema);
            try {
                // Long enough to get on with it, and short enough to be killed in the middle.
                long after = before + 1 + random.nextInt(Math.max(1, MESSAGES / LEAST_KILLS));
                while (consumer.isAlive() && rows(schema) < Math.min(after, MESSAGES)) {
                    consumer.waitFor(20, TimeUnit.MILLISECONDS);
                }
                assertThat(consumer.isAlive())
                        .as(() -> "ended by itself: " + output()).isTrue();
            } finally {
                consumer.destroyForcibly().waitFor();
            }
            kills++;
            before = rows(schema);
        }
        assertThat(RealPostgres.number("SELECT count(DISTINCT position) FROM " + schema + ".effect")).isEqualTo(MESSAGES);
        assertThat(rows(schema)).as("%d messages, %d kills", MESSAGES, kills).isEqualTo(MESSAGES);
    }

    private static long rows(String schema) {
        return RealPostgres.number("SELECT count(*) FROM " + schema + ".effect");
    }

    private String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(String schema) throws Exception {
        return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                KilledConsumer.class.getName(), RealPostgres.url(), RealPostgres.username(), RealPostgres.password(), schema))
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }
}
