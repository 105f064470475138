/**
 * Schema: creating, validating and checking the journal's tables.
 */
@NullMarked
package io.quarkiverse.journal.runtime.schema;

import org.jspecify.annotations.NullMarked;
