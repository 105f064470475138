/**
 * What there is with Hibernate Reactive only.
 */
@NullMarked
package io.quarkiverse.journal.runtime.reactive;

import org.jspecify.annotations.NullMarked;
