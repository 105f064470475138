package io.quarkiverse.journal.runtime.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.quarkiverse.journal.JournalException;

/** What is wrong with a channel's attributes, all of it at once. */
final class Attributes {

    private final String prefix;
    private final List<String> wrong = new ArrayList<>();

    private Attributes(String prefix) {
        this.prefix = prefix;
    }

    static Attributes outgoing(String channel) {
        return new Attributes("mp.messaging.outgoing." + channel + ".");
    }

    static Attributes incoming(String channel) {
        return new Attributes("mp.messaging.incoming." + channel + ".");
    }

    String key(String attribute) {
        return prefix + attribute;
    }

    void require(boolean right, String attribute, Object value, String complaint) {
        if (!right) {
            wrong.add(prefix + attribute + " is '" + value + "': it " + complaint);
        }
    }

    /** Tries a value with whatever takes it, whose own complaint is said. */
    void accepted(String attribute, String value, Consumer<String> taker) {
        try {
            taker.accept(value);
        } catch (JournalException | IllegalArgumentException e) {
            wrong.add(prefix + attribute + " is '" + value + "': " + e.getMessage());
        }
    }

    boolean areWrong() {
        return !wrong.isEmpty();
    }

    /** @throws JournalException when something is wrong */
    void refuse() {
        if (!wrong.isEmpty()) {
            throw new JournalException("A channel's attributes are wrong:\n - " + String.join("\n - ", wrong));
        }
    }
}
