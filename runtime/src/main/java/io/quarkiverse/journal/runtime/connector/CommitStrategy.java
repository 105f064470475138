package io.quarkiverse.journal.runtime.connector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When the place of a durable consumer moves on, always to the end of the contiguous prefix of what is processed. */
enum CommitStrategy {
    /** Every now and then. After a crash, what was processed since is processed again. */
    THROTTLED,
    /** Before each message counts as acknowledged. */
    EACH,
    /** Never: there is no durable consumer. */
    IGNORE,
    /** In the transaction of the method that processes the message. */
    TRANSACTIONAL;

    static Optional<CommitStrategy> named(String name) {
        return Arrays.stream(values()).filter(strategy -> strategy.toString().equals(name)).findFirst();
    }

    boolean isDurable() {
        return this != IGNORE;
    }

    /** As it is configured. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
