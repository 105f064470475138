/**
 * The journal's events as a Panache entity, for applications that have {@code quarkus-hibernate-orm-panache}.
 */
@NullMarked
package io.quarkiverse.journal.panache;

import org.jspecify.annotations.NullMarked;
