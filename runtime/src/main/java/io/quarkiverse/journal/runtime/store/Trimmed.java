package io.quarkiverse.journal.runtime.store;

/**
 * A topic that lost events.
 *
 * @param topic its name
 * @param floor the highest position that was removed
 * @param first the first position that is kept; the one after the floor when there is none
 */
public record Trimmed(String topic, long floor, long first) {
}
