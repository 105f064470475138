/**
 * What applications with channels see of the journal: the metadata of their messages, and what they may add to the connector
 * {@code quarkus-journal}.
 */
@NullMarked
package io.quarkiverse.journal.messaging;

import org.jspecify.annotations.NullMarked;
