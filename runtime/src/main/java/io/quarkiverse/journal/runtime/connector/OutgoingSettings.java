package io.quarkiverse.journal.runtime.connector;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.TopicNames;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.runtime.config.Overflow;
import io.quarkiverse.journal.runtime.publish.EventEncoder;

/**
 * An outgoing channel's attributes, checked.
 *
 * @param channel the channel's name
 * @param topic where its events go if their metadata says nothing else
 * @param kind the kind of events whose metadata says nothing else
 * @param key the key of events whose metadata says nothing else
 * @param inFlight how many messages are taken that are not acknowledged yet
 * @param patienceMillis how long a message waits for room in the journal's queue
 * @param health whether the channel is part of the health checks
 */
record OutgoingSettings(String channel, String topic, String kind, @Nullable String key, int inFlight, long patienceMillis,
        boolean health) {

    /** A topic to try values with; nothing is published. */
    private static final String CHECKED = "checked";

    /**
     * @param encoder tells which values an event may have
     */
    static OutgoingSettings of(JournalConnectorOutgoingConfiguration attributes, JournalConfig.Publish publish,
            EventEncoder encoder) {
        String channel = attributes.getChannel();
        Attributes checks = Attributes.outgoing(channel);
        String topic = attributes.getTopic().orElse(channel);
        checks.require(TopicNames.isValid(topic), "topic", topic, "is no name of a topic: a letter or digit, then up to 199 "
                + "letters, digits, '.', '_' and '-'");
        int inFlight = attributes.getMaxInflightMessages().orElse(publish.queueSize());
        checks.accepted("kind", attributes.getKind(),
                kind -> encoder.encode(CHECKED, NewEvent.of(null).withKind(kind)));
        attributes.getKey().ifPresent(key -> checks.accepted("key", key,
                given -> encoder.encode(CHECKED, NewEvent.of(null).withKey(given))));
        checks.require(inFlight >= 1 && inFlight <= 10_000_000, "max-inflight-messages", inFlight, "must be 1 to 10000000");
        checks.refuse();
        return new OutgoingSettings(channel, topic, attributes.getKind(), attributes.getKey().orElse(null), inFlight,
                publish.overflow() == Overflow.BLOCK ? publish.blockTimeout().toMillis() : 0, attributes.getHealthEnabled());
    }
}
