/**
 * What the entity of events needs of Hibernate, and what there is with it only.
 */
@NullMarked
package io.quarkiverse.journal.runtime.panache;

import org.jspecify.annotations.NullMarked;
