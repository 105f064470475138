package io.quarkiverse.journal.runtime.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** One journal. */
@ConfigGroup
public interface JournalConfig {

    /**
     * The PostgreSQL schema that holds the journal's tables: lower-case letters, digits and underscores. Two journals
     * in one database need two schemas. The default is {@code journal}, and for a journal with a name {@code journal_<name>},
     * in
     * lower case and with {@code _} for {@code -}.
     */
    Optional<String> schema();

    /**
     * What to do about the tables at start: {@code create} what is missing, {@code validate} that they are there and of
     * this version, or {@code none}. The same statements are in the file {@code db/journal/V1__journal.sql}, for Flyway.
     */
    @WithDefault("create")
    SchemaManagement schemaManagement();

    /**
     * How many positions a partition of the event table spans, when it is created. Too small: many partitions slow planning
     * down. Too large: retention can drop only whole large pieces quickly.
     */
    @WithDefault("5000000")
    long partitionSize();

    /**
     * Publishing.
     */
    Publish publish();

    /**
     * Topics.
     */
    Topics topics();

    /**
     * Appends that may be repeated.
     */
    Idempotency idempotency();

    /**
     * Reading.
     */
    Read read();

    /**
     * The tail: how a node learns what is new.
     */
    Tail tail();

    /**
     * What is kept of the whole journal. Events beyond it are removed; readers whose place was removed are told by a gap.
     */
    RetentionConfig retention();

    /**
     * The HTTP face.
     */
    Http http();

    /**
     * Health checks.
     */
    Health health();

    /** Publishing. */
    interface Publish {

        /**
         * How many events may wait to be written. Too low: publishers meet the overflow policy in short bursts. Too high: more
         * is lost if the process dies, and more memory is used in an outage.
         */
        @WithDefault("10000")
        int queueSize();

        /**
         * How many bytes of events may wait to be written. A single atomic append may exceed it when the queue is empty.
         */
        @WithDefault("64M")
        MemorySize queueBytes();

        /**
         * What a publisher meets when the queue is full.
         */
        @WithDefault("block")
        Overflow overflow();

        /**
         * How long a publisher waits for room with {@code overflow=block}, before it gets an exception; and how long a
         * transaction that published waits, before it commits, for what its thread published earlier.
         */
        @WithDefault("5S")
        Duration blockTimeout();

        /**
         * How many events are written in one transaction at most, 1 to 10000. Too low: less throughput. Too high: other nodes
         * wait
         * longer for their turn.
         */
        @WithDefault("1000")
        int batchSize();

        /**
         * The largest payload, encoded as JSON, at most 16 MiB.
         */
        @WithDefault("64K")
        MemorySize maxPayloadSize();

        /**
         * How many events one atomic append may have, at most 100000. They share one transaction.
         */
        @WithDefault("10000")
        int maxAtomicEvents();

        /**
         * How long shutdown waits for the queue to be written. What is left then is reported by number and lost.
         */
        @WithDefault("10S")
        Duration shutdownTimeout();

        /**
         * The longest pause between two attempts while the database is away. The first pauses are short and grow, with jitter.
         */
        @WithDefault("5S")
        Duration maxBackoff();

        /**
         * What {@code publish} inside a JTA transaction does: {@code join} it, so that the event commits and rolls back with
         * it,
         * or {@code ignore} it.
         */
        @WithDefault("join")
        Transactional transactional();

        /**
         * How long a statement of the writer may take before its connection is given up and the batch is sent again.
         */
        @WithDefault("30S")
        Duration statementTimeout();
    }

    /** Topics. */
    interface Topics {

        /**
         * Whether a topic is created when it is first used. If not, publishing to a topic that does not exist, closing it and
         * reading it fails, over HTTP with {@code 404}. There are those that are {@code declared}, those that have settings of
         * their own here, and those that were created before.
         */
        @WithDefault("true")
        boolean autoCreate();

        /**
         * Topics that are created at start, if they are not there: their names, separated by commas.
         */
        Optional<Set<String>> declared();

        /**
         * How long closing a topic waits for transactions that have published to it and are open, up to one day. Too short:
         * closing fails although they would soon have ended. Too long: who closes waits in vain for one that hangs, and the
         * topic takes no events meanwhile.
         */
        @WithDefault("10S")
        Duration closeTimeout();

        /**
         * Topics with settings of their own, by name.
         */
        @ConfigDocMapKey("topic")
        @WithParentName
        Map<String, TopicConfig> named();
    }

    /** Appends that may be repeated. */
    interface Idempotency {

        /**
         * How long an idempotency key, and an event's id that its publisher gave, are remembered, from one second to 366 days.
         * Too
         * short: a retry that comes late is stored again. Too long: more is kept, one small row for each key and for each id.
         */
        @WithDefault("24H")
        Duration window();
    }

    /** Reading. */
    interface Read {

        /**
         * How many connections read pages of history at the same time, for all readers of the node together.
         * They are not taken from the application's pool.
         */
        @WithDefault("4")
        int maxConnections();

        /**
         * How many events a page has at most, 1 to 10000.
         */
        @WithDefault("2000")
        int pageSize();

        /**
         * How large a page may grow before it ends early.
         */
        @WithDefault("512K")
        MemorySize pageBytes();

        /**
         * How many bytes of pages a node holds for all its readers together. When it gets too much, the reader that has not
         * taken
         * anything for the longest loses its page, and reads it again when it goes on. Too low: readers that are slow make the
         * database work more. Too high: many slow readers fill the memory.
         */
        @WithDefault("32M")
        MemorySize bufferBytes();

        /**
         * How long a page may take before it is given up and read again.
         */
        @WithDefault("30S")
        Duration statementTimeout();
    }

    /** The tail. */
    interface Tail {

        /**
         * How many of the newest events a node keeps in memory for its live readers. A reader that falls behind them reads from
         * PostgreSQL again.
         */
        @WithDefault("16384")
        int bufferSize();

        /**
         * How many bytes of the newest events a node keeps in memory.
         */
        @WithDefault("32M")
        MemorySize bufferBytes();

        /**
         * How often the journal is looked at when no notification comes. A safety net while LISTEN works; the delay of other
         * nodes' events while it does not.
         */
        @WithDefault("1S")
        Duration pollInterval();
    }

    /** The HTTP face. */
    interface Http {

        /**
         * Opens reading over HTTP. A journal with a name that does not say does as the default one does, whose default is
         * {@code false}.
         */
        Optional<Boolean> enabled();

        /**
         * Opens publishing and closing over HTTP. Needs {@code enabled} too. A journal with a name that does not say does as
         * the
         * default one does, whose default is {@code false}.
         */
        Optional<Boolean> publishEnabled();

        /**
         * The roles of which one is needed to read, {@code **} for everybody who has authenticated. Needs
         * {@code quarkus-security}. A journal with a name that does not say does as the default one does; without roles
         * everybody may read.
         */
        Optional<List<String>> readRoles();

        /**
         * The roles of which one is needed to publish and to close topics, {@code **} for everybody who has authenticated.
         * Needs {@code quarkus-security}. A journal with a name that does not say does as the default one does; without roles
         * everybody may.
         */
        Optional<List<String>> publishRoles();
    }

    /** Health checks. */
    interface Health {

        /**
         * For how long writing or following the journal may fail or hang before the node is not ready. Too short: a failover of
         * the database takes all nodes out of the load balancer. Too long: requests go to a node that can only queue or refuse
         * them.
         */
        @WithDefault("10S")
        Duration grace();
    }
}
