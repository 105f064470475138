package io.quarkiverse.journal.spi;

import java.util.List;
import java.util.Objects;

import io.quarkus.security.identity.SecurityIdentity;

/**
 * What a {@link JournalAuthorizer} decides: who wants to do what, with which topics. Immutable.
 * <p>
 * The topics are all that the request asks for, and never none. Each is a well-formed name; for {@link JournalAction#READ} it
 * may
 * also be the beginning of names with a final {@code *}, and {@code *} alone stands for the whole journal. A name that no topic
 * can have is asked for as {@code *}.
 *
 * @param identity who asks; anonymous when nobody has authenticated, and in applications without {@code quarkus-security}
 * @param action what they want to do
 * @param journal the journal's name; {@code default} for the one without a name
 * @param topics names of topics, or beginnings of names with a final {@code *}
 */
public record JournalAccess(SecurityIdentity identity, JournalAction action, String journal, List<String> topics) {

    /**
     * Copies the topics.
     *
     * @param identity who asks
     * @param action what they want to do
     * @param journal the journal's name
     * @param topics names of topics, or beginnings of names with a final {@code *}; at least one
     * @throws IllegalArgumentException when there is no topic
     */
    public JournalAccess {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(journal, "journal");
        topics = List.copyOf(topics);
        if (topics.isEmpty()) {
            // "All of none" would be true.
            throw new IllegalArgumentException("An access must name what it is to; '*' stands for the whole journal");
        }
    }
}
