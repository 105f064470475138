package io.quarkiverse.journal.runtime.event;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.AppendOptions;

/**
 * What has to hold for events to be stored. Decided under the journal's lock. The array is never written to after construction.
 *
 * @param key the idempotency key
 * @param fingerprint of what the caller gave, if there is a key
 * @param expectedPosition the topic's last position
 * @param ending the event is the end of its topic: the topic must have none, and no open transaction may have published to it
 */
public record Guard(@Nullable String key, byte @Nullable [] fingerprint, @Nullable Long expectedPosition, boolean ending) {

    /** For a topic's end. */
    public static final Guard ENDING = new Guard(null, null, null, true);

    /** For other events. */
    public Guard(@Nullable String key, byte @Nullable [] fingerprint, @Nullable Long expectedPosition) {
        this(key, fingerprint, expectedPosition, false);
    }

    /** Nothing has to hold. */
    public static final Guard NONE = new Guard(null, null, null);

    /**
     * What options ask for; {@code null} when that is nothing.
     *
     * @param fingerprint of what the caller gave, if there is a key
     */
    public static @Nullable Guard of(AppendOptions options, byte @Nullable [] fingerprint) {
        return options.equals(AppendOptions.none()) ? null
                : new Guard(options.idempotencyKey(), fingerprint, options.expectedPosition());
    }
}
