/**
 * Observe: what a node tells its operator.
 */
@NullMarked
package io.quarkiverse.journal.runtime.observe;

import org.jspecify.annotations.NullMarked;
