package io.quarkiverse.journal.deployment.channels;

/** A payload. */
public record Order(String item, int count) {
}
