/**
 * What applications implement to take part in the journal's decisions.
 */
@NullMarked
package io.quarkiverse.journal.spi;

import org.jspecify.annotations.NullMarked;
