/**
 * Publish inside a transaction: events that commit and roll back with the caller's own.
 */
@NullMarked
package io.quarkiverse.journal.runtime.transact;

import org.jspecify.annotations.NullMarked;
