/**
 * The journal at build time: one processor for each concern.
 */
@NullMarked
package io.quarkiverse.journal.deployment;

import org.jspecify.annotations.NullMarked;
