/**
 * Subscribe: replay, the sentinel, and live, for one reader.
 */
@NullMarked
package io.quarkiverse.journal.runtime.subscribe;

import org.jspecify.annotations.NullMarked;
