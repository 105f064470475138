package io.quarkiverse.journal.runtime.store;

/**
 * One attempt to write a batch. Each attempt has a number of its own; all attempts at one batch share the number of the first,
 * by
 * which each finds out whether an earlier one took place.
 *
 * @param batch the number of the batch's first attempt
 * @param number the number of this attempt, not below it
 * @param tells whether other nodes are to be notified
 */
public record Attempt(long batch, long number, boolean tells) {
}
