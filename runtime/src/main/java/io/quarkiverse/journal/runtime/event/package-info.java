/**
 * An event as bytes: what travels from the publisher to the table, to the tail and to the wire.
 */
@NullMarked
package io.quarkiverse.journal.runtime.event;

import org.jspecify.annotations.NullMarked;
