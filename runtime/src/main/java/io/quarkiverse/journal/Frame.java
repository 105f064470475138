package io.quarkiverse.journal;

/**
 * What a subscription receives: an {@link Event}, the sentinel {@link CaughtUp}, a {@link Gap}, or the {@link End} of its
 * topic.
 */
public sealed interface Frame permits Event, CaughtUp, Gap, End {
}
