/**
 * Consume: durable consumers, which know how far they have come with processing, and keep it in the journal.
 */
@NullMarked
package io.quarkiverse.journal.runtime.consume;

import org.jspecify.annotations.NullMarked;
