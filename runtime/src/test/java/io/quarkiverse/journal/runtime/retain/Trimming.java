package io.quarkiverse.journal.runtime.retain;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** What the tests of this package share. */
final class Trimming {

    static final Duration SOON = Duration.ofSeconds(30);

    /** The smallest partitions that may be configured. */
    static final String[] SMALL = { "partition-size", "1000", "retention.interval", "50MS" };
    /** Removes nothing by itself. */
    static final String[] NEVER = { "partition-size", "1000", "retention.interval", "24H" };

    private Trimming() {
    }

    static TestNode node(String schema, String[] base, String... more) {
        List<String> settings = new ArrayList<>(List.of(base));
        settings.addAll(List.of(more));
        return TestNode.start(schema, settings.toArray(String[]::new));
    }

    /** Appends events to one topic, with the same key for all if there is one. */
    static void append(TestNode node, String topic, int count) {
        List<CompletableFuture<?>> receipts = new ArrayList<>();
        for (int from = 0; from < count; from += 500) {
            List<NewEvent> events = IntStream.range(from, Math.min(from + 500, count)).mapToObj(NewEvent::of).toList();
            receipts.add(node.journal().appendAll(topic, events).subscribeAsCompletionStage());
        }
        receipts.forEach(CompletableFuture::join);
    }

    static long kept(String schema) {
        return RealPostgres.number("SELECT count(*) FROM " + schema + ".event");
    }

    static long kept(String schema, String topic) {
        return RealPostgres.number("SELECT count(*) FROM " + schema + ".event e JOIN " + schema
                + ".topic t ON t.id = e.topic_id WHERE t.name = '" + topic + "'");
    }

    static long floor(String schema, String topic) {
        return RealPostgres.number("SELECT floor FROM " + schema + ".topic WHERE name = '" + topic + "'");
    }

    static long journalFloor(String schema) {
        return RealPostgres.number("SELECT floor FROM " + schema + ".log");
    }

    static long partitions(String schema) {
        return RealPostgres.number("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = '" + schema + "' AND c.relname ~ '^event_[0-9]+$'");
    }

    static void awaitKept(String schema, long count) {
        await().atMost(SOON).until(() -> kept(schema), kept -> kept == count);
    }

    /** Events as they would be had they been recorded earlier. */
    static void age(String schema, long throughPosition, String by) {
        RealPostgres.execute("UPDATE " + schema + ".event SET recorded = recorded - interval '" + by + "' WHERE position <= "
                + throughPosition);
    }
}
