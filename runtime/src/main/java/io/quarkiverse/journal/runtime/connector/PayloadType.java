package io.quarkiverse.journal.runtime.connector;

/**
 * The type of a payload with its arguments, as metadata of a message: reactive messaging tells converters the class alone.
 *
 * @param canonical as Jackson writes types
 */
record PayloadType(String canonical) {
}
