/**
 * Retain: what is past retention is removed, and topics are deleted.
 */
@NullMarked
package io.quarkiverse.journal.runtime.retain;

import org.jspecify.annotations.NullMarked;
