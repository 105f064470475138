package io.quarkiverse.journal.runtime.http;

import java.time.Duration;

import io.quarkiverse.journal.runtime.config.HttpConfig;

/**
 * What the body of a request may take.
 *
 * @param largest how many bytes it may have
 * @param timeout how long a client may take to send it, and how long it waits for memory
 * @param memory what all bodies together may take
 */
record BodyLimits(long largest, Duration timeout, BodyMemory memory) {

    private static final int SHARE_OF_HEAP = 8;

    static BodyLimits of(HttpConfig http) {
        long largest = http.maxRequestBytes().asLongValue();
        long memory = http.requestMemory().isPresent() ? http.requestMemory().get().asLongValue()
                : Math.max(largest, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
        return new BodyLimits(largest, http.bodyTimeout(), new BodyMemory(memory));
    }
}
