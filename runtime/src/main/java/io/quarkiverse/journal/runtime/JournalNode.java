package io.quarkiverse.journal.runtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import jakarta.transaction.TransactionSynchronizationRegistry;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.config.ConfigChecks;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.config.Transactional;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.publish.ClosedTopics;
import io.quarkiverse.journal.runtime.publish.EventEncoder;
import io.quarkiverse.journal.runtime.publish.PublishQueue;
import io.quarkiverse.journal.runtime.retain.Retention;
import io.quarkiverse.journal.runtime.schema.Partitions;
import io.quarkiverse.journal.runtime.schema.SchemaManager;
import io.quarkiverse.journal.runtime.sequence.OldReceipts;
import io.quarkiverse.journal.runtime.sequence.Sequencer;
import io.quarkiverse.journal.runtime.sequence.TopicCloser;
import io.quarkiverse.journal.runtime.sequence.WriterConnection;
import io.quarkiverse.journal.runtime.store.BatchWriter;
import io.quarkiverse.journal.runtime.store.EventRows;
import io.quarkiverse.journal.runtime.store.ExistingTopics;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.HistoryQuery;
import io.quarkiverse.journal.runtime.store.JournalPools;
import io.quarkiverse.journal.runtime.store.PageReader;
import io.quarkiverse.journal.runtime.store.PendingWriter;
import io.quarkiverse.journal.runtime.store.ReaderConnections;
import io.quarkiverse.journal.runtime.store.Receipts;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.store.TopicClosing;
import io.quarkiverse.journal.runtime.store.TopicFloors;
import io.quarkiverse.journal.runtime.store.TopicIds;
import io.quarkiverse.journal.runtime.subscribe.History;
import io.quarkiverse.journal.runtime.subscribe.Reading;
import io.quarkiverse.journal.runtime.subscribe.ReadingSources;
import io.quarkiverse.journal.runtime.tail.Tail;
import io.quarkiverse.journal.runtime.tail.TailFollower;
import io.quarkiverse.journal.runtime.transact.OtherTransactions;
import io.quarkiverse.journal.runtime.transact.TransactionalPublisher;

/**
 * The running journal of this node: the stations of an event's way, put together, started and ended; and the doors to each of
 * them.
 * <p>
 * Thread-safe.
 */
public final class JournalNode implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(JournalNode.class);

    private final JournalSettings settings;
    private final JournalConfig config;
    private final AgroalDataSource application;
    private final JournalPools pools;
    private final ReaderConnections readers;
    private final PublishQueue queue;
    private final ClosedTopics closedTopics = new ClosedTopics();
    private final Sequencer sequencer;
    private final Publishing publishing;
    private final Tail tail;
    private final TailFollower follower;
    private final Retention retention;
    private final ReadingSources sources;
    private final History history;
    private final Tables tables;
    private final TopicIds topics;
    private final EventRows rows;
    private final ExistingTopics existing;

    private JournalNode(JournalSettings settings, JournalPools pools, AgroalDataSource application, ObjectMapper mapper,
            @Nullable TransactionSynchronizationRegistry registry, OtherTransactions others, WriterMeter meter, String epoch,
            long head) {
        this.settings = settings;
        this.config = settings.config();
        this.application = application;
        this.pools = pools;
        this.tables = new Tables(settings.schema());
        this.topics = new TopicIds(tables);
        topics.whenForgotten(closedTopics::forget);
        this.rows = new EventRows(topics, epoch);
        this.readers = new ReaderConnections(pools, config.read().maxConnections());
        this.existing = new ExistingTopics(topics, pools, readers, config.topics().autoCreate());
        PageReader pages = new PageReader(tables, topics, rows, config.read().pageSize(),
                config.read().pageBytes().asLongValue());

        // New at every start: a writer's numbers are counted from one.
        String writer = UUID.randomUUID().toString();
        this.queue = new PublishQueue(config.publish().queueSize(), config.publish().queueBytes().asLongValue(),
                config.publish().overflow(), config.publish().blockTimeout());
        this.tail = new Tail(config.tail().bufferSize(), config.tail().bufferBytes().asLongValue(), head);
        Receipts receipts = new Receipts(tables, config.idempotency().window());
        this.sequencer = new Sequencer(queue.writer(), closedTopics, new WriterConnection(pools),
                new BatchWriter(tables, topics, rows, receipts, writer), new OldReceipts(receipts),
                new Partitions(tables, config.partitionSize()), tail::append, meter, epoch, head, config.publish().batchSize(),
                config.publish().maxBackoff());
        TopicCloser closer = new TopicCloser(queue, readers, new TopicClosing(tables), closedTopics,
                config.topics().closeTimeout());
        TransactionalPublisher transactions = registry == null || config.publish().transactional() == Transactional.IGNORE
                ? null
                : new TransactionalPublisher(registry, others, application, new PendingWriter(tables, topics, pools), queue,
                        closedTopics,
                        config.publish().blockTimeout());
        this.publishing = new Publishing(settings,
                new EventEncoder(mapper, config.publish().maxPayloadSize().asLongValue()), existing, transactions, closedTopics,
                queue, closer);
        this.follower = new TailFollower(tail, pools, pages, tables, writer, config.tail().pollInterval(),
                settings.key("tail.poll-interval"));
        this.retention = new Retention(pools, tables, config);
        TopicFloors floors = new TopicFloors(tables, topics);
        this.sources = new ReadingSources(tail, readers, pages, tables, floors, existing,
                config.read().bufferBytes().asLongValue(), queue::nudge);
        this.history = new History(sources, readers, tables, floors, new HistoryQuery(tables, topics, rows));
    }

    /**
     * Sees to the tables and starts.
     *
     * @param application the datasource whose database and user the journal takes
     * @param mapper encodes payloads
     * @param registry tells of callers' transactions, if there are any
     * @param others callers' transactions that events cannot join
     * @param meter hears how the writer's batches went
     * @throws JournalException when the configuration or the database does not allow it; says why and what to do
     */
    public static JournalNode start(JournalSettings settings, AgroalDataSource application, ObjectMapper mapper,
            @Nullable TransactionSynchronizationRegistry registry, OtherTransactions others, WriterMeter meter) {
        ConfigChecks.require(settings);
        JournalConfig config = settings.config();
        JournalPools pools = new JournalPools(application, config.read().maxConnections(),
                config.publish().statementTimeout(), config.read().statementTimeout());
        try (Connection connection = pools.writer()) {
            Tables tables = new Tables(settings.schema());
            new SchemaManager(tables).prepare(connection, config.schemaManagement());
            String epoch = Heads.epoch(connection, tables);
            long head = Heads.head(connection, tables);
            JournalNode node = new JournalNode(settings, pools, application, mapper, registry, others, meter, epoch, head);
            node.existing.declare(connection, settings.declaredTopics());
            node.sequencer.start();
            node.follower.start();
            node.retention.start();
            LOG.infof("Journal %s started: epoch %s, head %d", tables.quotedSchema(), epoch, head);
            return node;
        } catch (SQLException e) {
            pools.close();
            throw new JournalException("The journal in schema \"" + settings.schema() + "\" cannot start: " + e.getMessage()
                    + ". Check quarkus.datasource.jdbc.url, the user's rights and " + settings.key("schema-management"), e);
        } catch (RuntimeException e) {
            pools.close();
            throw e;
        }
    }

    /** What is handed over to this node. */
    public Publishing publishing() {
        return publishing;
    }

    /**
     * Whether the database is known to be away, so that what is appended now waits until it is back. The writer and the tail
     * both tell: the tail notices at once, also when nothing is written.
     */
    public boolean isDatabaseAway() {
        return sequencer.isOut() || follower.isOut();
    }

    /** What this node tells its operator. */
    public NodeFigures figures() {
        return new NodeFigures(settings, queue, sequencer, tail, follower, sources, retention.figures());
    }

    /**
     * Deletes a topic.
     *
     * @return whether it had events; comes on a thread of the journal
     */
    public CompletableFuture<Boolean> deleteTopic(String topic) {
        return retention.delete(topic).whenComplete((deleted, failure) -> closedTopics.reopened(topic));
    }

    /** Opens a reading; it begins with its first poll. */
    public Reading open(Subscription subscription, Runnable signal) {
        return sources.open(subscription, signal);
    }

    public JournalSettings settings() {
        return settings;
    }

    /** The datasource in which the journal lives, as the application uses it. */
    public AgroalDataSource application() {
        return application;
    }

    /** Which topics may be used. */
    public ExistingTopics existingTopics() {
        return existing;
    }

    /** For reading pages that are no subscription. */
    public ReaderConnections readers() {
        return readers;
    }

    public Tables tables() {
        return tables;
    }

    public TopicIds topics() {
        return topics;
    }

    public EventRows rows() {
        return rows;
    }

    /** Looks back at what is stored. */
    public History history() {
        return history;
    }

    /** How many readings are open. */
    public int openReadings() {
        return sources.openReadings();
    }

    /** Writes what is queued, for a bounded time, and ends everything. */
    @Override
    public void close() {
        try {
            long lost = sequencer.stop(config.publish().shutdownTimeout());
            if (lost > 0) {
                LOG.errorf("%d events could not be written before the journal ended; they are lost "
                        + "(%s is %s)", lost, settings.key("publish.shutdown-timeout"), config.publish().shutdownTimeout());
            }
            tail.close();
            follower.stop();
            retention.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.error("Interrupted while ending the journal: queued events may be lost");
        } finally {
            readers.close();
            pools.close();
        }
    }
}
