/**
 * Send: the HTTP face.
 */
@NullMarked
package io.quarkiverse.journal.runtime.http;

import org.jspecify.annotations.NullMarked;
