/**
 * Sequence: the node's one writer, which turns the queue into batches with positions.
 */
@NullMarked
package io.quarkiverse.journal.runtime.sequence;

import org.jspecify.annotations.NullMarked;
