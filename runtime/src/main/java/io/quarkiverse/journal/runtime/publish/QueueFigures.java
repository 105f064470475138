package io.quarkiverse.journal.runtime.publish;

/**
 * The queue in figures, all of one moment.
 *
 * @param events how many events wait, without those that are being written
 * @param bytes how many bytes these have
 * @param accepted how many events were accepted since the start
 * @param dropped how many of them made room for later ones
 * @param refused how many events were refused since the queue was full
 * @param lost how many accepted events could not be written, without those that were dropped
 */
public record QueueFigures(int events, long bytes, long accepted, long dropped, long refused, long lost) {
}
