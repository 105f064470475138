/**
 * A PostgreSQL for dev mode and tests where no container runtime is.
 */
@NullMarked
package io.quarkiverse.journal.deployment.devservices;

import org.jspecify.annotations.NullMarked;
