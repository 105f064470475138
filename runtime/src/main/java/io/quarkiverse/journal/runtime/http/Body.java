package io.quarkiverse.journal.runtime.http;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request that has come whole, with its share of the memory of all bodies. The share covers what is made of the
 * body too, so whoever takes it gives it back when nothing of either is held any more: the end of the response is too early,
 * since a client may break off while its events are being parsed or stored. Confined to one thread at a time.
 */
final class Body {

    private final int length;
    private final BodyMemory.@Nullable Claim share;
    private byte @Nullable [] bytes;

    /**
     * @param share what it has been granted, or {@code null} for one that needs none
     */
    Body(byte[] bytes, BodyMemory.@Nullable Claim share) {
        this.length = bytes.length;
        this.bytes = bytes;
        this.share = share;
    }

    int length() {
        return length;
    }

    /** The bytes, once: this does not hold them afterwards. */
    byte[] take() {
        byte[] taken = bytes;
        if (taken == null) {
            throw new IllegalStateException("The body has been taken already");
        }
        bytes = null;
        return taken;
    }

    /** Gives its share back; more than once is once. On any thread. */
    void release() {
        if (share != null) {
            share.release();
        }
    }
}
