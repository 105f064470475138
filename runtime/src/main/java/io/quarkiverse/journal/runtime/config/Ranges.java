package io.quarkiverse.journal.runtime.config;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;

/** Whether values lie where they may; if not, what to say. */
final class Ranges {

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private Ranges() {
    }

    static Optional<String> number(String key, long value, long least, long most) {
        return value >= least && value <= most ? Optional.empty()
                : Optional.of(key + " is " + value + ": it must be " + least + " to " + most);
    }

    static Optional<String> bytes(String key, MemorySize value, long least, long most) {
        boolean allowed = value.asBigInteger().signum() >= 0 && value.asBigInteger().bitLength() <= 62
                && value.asLongValue() >= least && value.asLongValue() <= most;
        return allowed ? Optional.empty()
                : Optional.of(key + " is " + value.asBigInteger() + " bytes: it must be " + least
                        + (most == Long.MAX_VALUE ? " or more" : " to " + most));
    }

    static Optional<String> duration(String key, Duration value, long leastMillis) {
        return value.compareTo(Duration.ofMillis(leastMillis)) >= 0 && value.compareTo(LONGEST_WAIT) <= 0 ? Optional.empty()
                : Optional.of(key + " is " + value + ": it must be " + leastMillis + " ms to one day");
    }
}
