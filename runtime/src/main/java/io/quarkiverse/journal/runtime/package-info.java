/**
 * The running journal of a node: wires the stations of an event's way together, and to CDI.
 */
@NullMarked
package io.quarkiverse.journal.runtime;

import org.jspecify.annotations.NullMarked;
