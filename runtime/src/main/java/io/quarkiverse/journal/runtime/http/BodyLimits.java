package io.quarkiverse.journal.runtime.http;

import java.time.Duration;

import io.quarkiverse.journal.runtime.config.HttpConfig;

/**
 * What the body of a request may take.
 *
 * @param largest how many bytes it may have
 * @param timeout how long a client may take to send it, and how long it waits for memory
 * @param memory what all bodies together, and what is made of them, may take
 */
record BodyLimits(long largest, Duration timeout, BodyMemory memory) {

    private static final int SHARE_OF_HEAP = 8;

    static BodyLimits of(HttpConfig http) {
        long largest = http.maxRequestBytes().asLongValue();
        long memory = http.requestMemory().isPresent() ? http.requestMemory().get().asLongValue()
                : Math.max(largest, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
        return new BodyLimits(largest, http.bodyTimeout(), new BodyMemory(memory));
    }

    /**
     * What a body of so many bytes takes until its events are stored: while it is parsed there are its events too, and while
     * one of unknown length grows there is a copy. The largest is let through alone where there is not even so much.
     */
    long share(long bytes) {
        return Math.min(2 * bytes, memory.limit());
    }
}
