/**
 * Publish: checks, encoding, and the bounded queue before the sequencer.
 */
@NullMarked
package io.quarkiverse.journal.runtime.publish;

import org.jspecify.annotations.NullMarked;
