/**
 * Clients that other people wrote, against real nodes that go away and come back. What they run are the examples of the
 * documentation, as they stand there.
 */
package io.quarkiverse.journal.clients;
