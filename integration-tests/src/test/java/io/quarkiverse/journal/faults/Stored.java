package io.quarkiverse.journal.faults;

/**
 * An event as the table has it.
 *
 * @param attempt the number of the attempt that published it
 * @param index its place in the attempt, from 0
 * @param idHash tells whether a reader saw this event at this position
 */
record Stored(long position, String topic, int attempt, int index, int idHash) {
}
