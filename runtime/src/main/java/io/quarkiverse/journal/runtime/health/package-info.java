/**
 * Health: readiness and liveness. The only place that knows MicroProfile Health, which applications may do without.
 */
@NullMarked
package io.quarkiverse.journal.runtime.health;

import org.jspecify.annotations.NullMarked;
