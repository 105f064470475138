/**
 * Store: statements on the journal's tables, and the connections they run on.
 */
@NullMarked
package io.quarkiverse.journal.runtime.store;

import org.jspecify.annotations.NullMarked;
