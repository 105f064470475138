/**
 * Channels: the connector {@code quarkus-journal}. The only place that knows reactive messaging, which applications may do
 * without.
 */
@NullMarked
package io.quarkiverse.journal.runtime.connector;

import org.jspecify.annotations.NullMarked;
