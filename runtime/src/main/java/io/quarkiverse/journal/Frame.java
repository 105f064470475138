package io.quarkiverse.journal;

/**
 * What a subscription receives: an {@link Event}, the sentinel {@link CaughtUp}, a {@link Gap}, {@link TopicClosed} for one of
 * several topics, or the {@link End} of its only one.
 */
public sealed interface Frame permits Event, CaughtUp, Gap, TopicClosed, End {
}
