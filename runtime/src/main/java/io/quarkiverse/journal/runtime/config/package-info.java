/**
 * Configuration, as documented interfaces.
 */
@NullMarked
package io.quarkiverse.journal.runtime.config;

import org.jspecify.annotations.NullMarked;
