package io.quarkiverse.journal;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * The topic is closed, or is being closed: it takes no more events. What was to be published to it is not stored.
 */
public class TopicClosedException extends JournalException {

    private static final long serialVersionUID = 1L;

    /** See the method of the same name. */
    private final String topic;
    /** Where it ended, or {@code null} while the end is not written. */
    private final @Nullable Long end;

    /**
     * Names the topic.
     *
     * @param topic the topic
     * @param end the position of its end marker; {@code null} while it is being closed and the marker is not written yet
     */
    public TopicClosedException(String topic, @Nullable Long end) {
        super("Topic " + topic + (end == null
                ? " is being closed: it takes no more events, unless closing it fails because transactions that published to it "
                        + "stay open (quarkus.journal.topics.close-timeout)"
                : " was closed at position " + end + ": it takes no more events. Publish to another topic"));
        this.topic = topic;
        this.end = end;
    }

    /**
     * The topic that takes no more events.
     *
     * @return its name
     */
    public String topic() {
        return topic;
    }

    /**
     * Where the topic ended.
     *
     * @return the position of its end marker; empty while the topic is being closed and the marker is not written yet
     */
    public OptionalLong end() {
        return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    }
}
