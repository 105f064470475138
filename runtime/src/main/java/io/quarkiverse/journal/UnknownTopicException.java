package io.quarkiverse.journal;

/**
 * The topic does not exist, and is not created by being used, since {@code quarkus.journal.topics.auto-create=false}. Nothing
 * was stored.
 */
public class UnknownTopicException extends JournalException {

    private static final long serialVersionUID = 1L;

    /** See the method of the same name. */
    private final String topic;

    /**
     * Names the topic.
     *
     * @param topic the topic
     */
    public UnknownTopicException(String topic) {
        super("Topic " + topic
                + " does not exist, and topics are not created by being used (quarkus.journal.topics.auto-create is "
                + "false). Declare it with quarkus.journal.topics.declared, or use one that exists");
        this.topic = topic;
    }

    /**
     * The topic that does not exist.
     *
     * @return its name
     */
    public String topic() {
        return topic;
    }
}
