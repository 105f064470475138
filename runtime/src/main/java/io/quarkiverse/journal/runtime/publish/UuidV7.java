package io.quarkiverse.journal.runtime.publish;

import java.util.UUID;

/**
 * Ids that sort roughly by time: 48 bits of milliseconds, then random bits.
 * Source: <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>.
 */
final class UuidV7 {

    private static final long VERSION = 0x7000L;
    private static final long RANDOM_UPPER = 0x0fffL;

    private UuidV7() {
    }

    static String at(long millis) {
        // A version 4 has the variant's bits and strong randomness already.
        UUID random = UUID.randomUUID();
        return new UUID(millis << 16 | VERSION | random.getMostSignificantBits() & RANDOM_UPPER,
                random.getLeastSignificantBits()).toString();
    }
}
