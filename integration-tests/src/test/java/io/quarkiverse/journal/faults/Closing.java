package io.quarkiverse.journal.faults;

/**
 * What somebody was told who closed a topic.
 *
 * @param topic the topic
 * @param end where it ends
 * @param at when that was said, by {@link System#nanoTime()}
 */
record Closing(String topic, long end, long at) {
}
