/**
 * Tail: what a node knows of the journal's end, shared by all its readers.
 */
@NullMarked
package io.quarkiverse.journal.runtime.tail;

import org.jspecify.annotations.NullMarked;
