/**
 * Durable, ordered, replayable event streams on PostgreSQL: what applications inject, call and receive.
 * <p>
 * Start at {@link io.quarkiverse.journal.Journal}.
 */
@NullMarked
package io.quarkiverse.journal;

import org.jspecify.annotations.NullMarked;
