package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.UnknownTopicException;
import io.smallrye.mutiny.Uni;

/**
 * Which topics may be used: all, or only those that exist. A topic once there stays there, so the database is asked only
 * for names that this node does not know yet, and for one that is not there once a second at most.
 * <p>
 * Thread-safe.
 */
public final class ExistingTopics {

    private static final Logger LOG = Logger.getLogger(ExistingTopics.class);

    /** Another node may create it meanwhile. */
    private static final Duration ABSENT = Duration.ofSeconds(1);
    private static final int ABSENT_REMEMBERED = 10_000;

    private final TopicIds topics;
    private final JournalPools pools;
    private final ReaderConnections readers;
    private final boolean any;
    private final Cache<String, Boolean> absent = Caffeine.newBuilder().maximumSize(ABSENT_REMEMBERED).expireAfterWrite(ABSENT)
            .build();

    /**
     * @param any whether all topics may be used, since they are created by that
     */
    public ExistingTopics(TopicIds topics, JournalPools pools, ReaderConnections readers, boolean any) {
        this.topics = topics;
        this.pools = pools;
        this.readers = readers;
        this.any = any;
    }

    /** Creates topics, and gets to know those that there are. */
    public void declare(Connection connection, Collection<String> declared) throws SQLException {
        if (!declared.isEmpty()) {
            topics.require(connection, declared);
        }
        if (!any && topics.rememberAll(connection) == 0) {
            LOG.warn("quarkus.journal.topics.auto-create is false, and there is no topic: nothing can be published or read. "
                    + "Declare topics with quarkus.journal.topics.declared");
        }
    }

    /**
     * Refuses a topic that may not be used.
     *
     * @param mayBlock whether this thread may ask the database; if not, a topic that another node has just created may be
     *        refused at first
     * @throws UnknownTopicException when it does not exist
     * @throws JournalException when the database cannot tell
     */
    public void require(String topic, boolean mayBlock) {
        if (any || topics.isKnown(topic)) {
            return;
        }
        if (absent.getIfPresent(topic) == null) {
            if (!mayBlock) {
                learn(topic);
            } else if (look(topic)) {
                return;
            }
        }
        throw new UnknownTopicException(topic);
    }

    private boolean look(String topic) {
        // Not by the connections that readers share: a publisher would wait for their pages.
        try (Connection connection = pools.writer()) {
            return missing(connection, List.of(topic)).isEmpty();
        } catch (SQLException e) {
            throw new JournalException("The topic " + topic + " cannot be looked up: " + e.getMessage(), e);
        }
    }

    private void learn(String topic) {
        // At once: whoever asks meanwhile does not ask the database too.
        absent.put(topic, true);
        readers.read(connection -> missing(connection, List.of(topic))).subscribe().with(
                missing -> LOG.debugf("Topic %s was looked up: it is %s", topic, missing.isEmpty() ? "there" : "not there"),
                failure -> LOG.debugf(failure, "Topic %s could not be looked up", topic));
    }

    /**
     * Refuses topics that may not be used.
     *
     * @throws UnknownTopicException when one does not exist
     */
    public void require(Connection connection, Collection<String> names) throws SQLException {
        if (!any) {
            for (String missing : missing(connection, names)) {
                throw new UnknownTopicException(missing);
            }
        }
    }

    /**
     * Refuses topics that may not be used, without blocking: fails with {@link UnknownTopicException}. The answer comes on a
     * thread of the journal, or at once.
     */
    public Uni<Void> require(Collection<String> names) {
        List<String> unknown = any ? List.of() : names.stream().filter(name -> !topics.isKnown(name)).toList();
        if (unknown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        for (String name : unknown) {
            if (absent.getIfPresent(name) != null) {
                return Uni.createFrom().failure(new UnknownTopicException(name));
            }
        }
        return readers.read(connection -> {
            require(connection, unknown);
            return true;
        }).replaceWithVoid();
    }

    private Set<String> missing(Connection connection, Collection<String> names) throws SQLException {
        Set<String> missing = topics.missing(connection, names);
        missing.forEach(name -> absent.put(name, true));
        return missing;
    }
}
