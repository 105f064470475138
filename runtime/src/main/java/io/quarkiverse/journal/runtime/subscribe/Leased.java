package io.quarkiverse.journal.runtime.subscribe;

/**
 * A page whose events may be lost while it waits.
 *
 * @param page the page without its events
 * @param lease the events
 */
record Leased<P>(P page, Lease lease) {
}
