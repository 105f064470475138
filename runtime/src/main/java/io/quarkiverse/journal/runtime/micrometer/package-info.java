/**
 * Micrometer: the node's figures as meters. The only place that knows Micrometer, which applications may do without.
 */
@NullMarked
package io.quarkiverse.journal.runtime.micrometer;

import org.jspecify.annotations.NullMarked;
