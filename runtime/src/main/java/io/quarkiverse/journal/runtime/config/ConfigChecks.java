package io.quarkiverse.journal.runtime.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.TopicNames;
import io.quarkus.runtime.configuration.MemorySize;

/**
 * Refuses a configuration that cannot work, all of it at once, before anything starts.
 */
public final class ConfigChecks {

    /** With the channel's prefix, see {@code Tables}, it must stay below the 64 bytes of a PostgreSQL name. */
    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,46}");
    private static final long LARGEST_PAYLOAD = 16L * 1024 * 1024;
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(366);

    private final JournalSettings settings;
    private final List<String> wrong = new ArrayList<>();

    private ConfigChecks(JournalSettings settings) {
        this.settings = settings;
    }

    /**
     * @throws JournalException when something is out of range; names each key, its value and what is allowed
     */
    public static void require(JournalSettings settings) {
        refuse(wrong(settings));
    }

    static void refuse(List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw new JournalException("The journal's configuration is wrong:\n - " + String.join("\n - ", wrong));
        }
    }

    /** What is wrong with the settings of one journal. */
    static List<String> wrong(JournalSettings settings) {
        ConfigChecks checks = new ConfigChecks(settings);
        checks.all(settings.config());
        return checks.wrong;
    }

    private void all(JournalConfig config) {
        if (!SCHEMA.matcher(settings.schema()).matches() || settings.schema().startsWith("pg_")) {
            wrong.add(settings.key("schema") + " is '" + settings.schema()
                    + "': it must be 1 to 47 lower-case letters, digits and "
                    + "underscores, not begin with a digit, and not with pg_");
        }
        number("partition-size", config.partitionSize(), 1_000, 1_000_000_000_000L);

        JournalConfig.Publish publish = config.publish();
        number("publish.queue-size", publish.queueSize(), 1, 10_000_000);
        bytes("publish.queue-bytes", publish.queueBytes(), 1, Long.MAX_VALUE);
        number("publish.batch-size", publish.batchSize(), 1, 10_000);
        bytes("publish.max-payload-size", publish.maxPayloadSize(), 1, LARGEST_PAYLOAD);
        number("publish.max-atomic-events", publish.maxAtomicEvents(), 1, 100_000);
        duration("publish.block-timeout", publish.blockTimeout(), 0);
        duration("publish.shutdown-timeout", publish.shutdownTimeout(), 0);
        duration("publish.max-backoff", publish.maxBackoff(), 1);
        duration("publish.statement-timeout", publish.statementTimeout(), 1_000);

        duration("topics.close-timeout", config.topics().closeTimeout(), 0);
        for (String topic : config.topics().declared().orElse(Set.of())) {
            if (!TopicNames.isValid(topic)) {
                wrong.add(settings.key("topics.declared") + " is no list of topics: "
                        + new InvalidTopicException(topic).getMessage());
            }
        }

        Duration window = config.idempotency().window();
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
            wrong.add(settings.key("idempotency.window") + " is " + window + ": it must be one second to 366 days");
        }

        JournalConfig.Read read = config.read();
        number("read.max-connections", read.maxConnections(), 1, 1_000);
        number("read.page-size", read.pageSize(), 1, 10_000);
        bytes("read.page-bytes", read.pageBytes(), 1, Integer.MAX_VALUE);
        bytes("read.buffer-bytes", read.bufferBytes(), 1 << 20, Long.MAX_VALUE);
        duration("read.statement-timeout", read.statementTimeout(), 1_000);

        JournalConfig.Tail tail = config.tail();
        number("tail.buffer-size", tail.bufferSize(), 2, 1 << 24);
        bytes("tail.buffer-bytes", tail.bufferBytes(), 1, Long.MAX_VALUE);
        duration("tail.poll-interval", tail.pollInterval(), 1);

        wrong.addAll(RetentionChecks.wrong(settings));
        duration("retention.interval", config.retention().interval(), 10);
    }

    private void number(String key, long value, long least, long most) {
        Ranges.number(settings.key(key), value, least, most).ifPresent(wrong::add);
    }

    private void bytes(String key, MemorySize value, long least, long most) {
        Ranges.bytes(settings.key(key), value, least, most).ifPresent(wrong::add);
    }

    private void duration(String key, Duration value, long leastMillis) {
        Ranges.duration(settings.key(key), value, leastMillis).ifPresent(wrong::add);
    }
}
