package io.quarkiverse.journal.faults;

import java.util.Arrays;

/**
 * The frames of one subscription, as they came. Small, since a long run sees many.
 * <p>
 * One thread adds; others may look once it has ended.
 */
final class FrameLog {

    /** Goes through the frames. */
    interface Visitor {

        void event(long position, int idHash);

        void caughtUp(long position);

        /**
         * @param first the first position that is not missing
         */
        void gap(long first);
    }

    private enum Kind {
        EVENT,
        CAUGHT_UP,
        GAP
    }

    private static final int KIND_SHIFT = 60;
    private static final long POSITION = (1L << KIND_SHIFT) - 1;

    /** The node it was opened at. */
    final String node;
    /** The position that it was to start after. */
    final long after;
    /** When it was asked for, by {@link System#nanoTime()}. */
    final long asked;
    private long[] frames = new long[64];
    private int[] hashes = new int[64];
    private int size;

    FrameLog(String node, long after, long asked) {
        this.node = node;
        this.after = after;
        this.asked = asked;
    }

    FrameLog event(long position, int idHash) {
        return add(Kind.EVENT, position, idHash);
    }

    FrameLog caughtUp(long position) {
        return add(Kind.CAUGHT_UP, position, 0);
    }

    FrameLog gap(long first) {
        return add(Kind.GAP, first, 0);
    }

    private FrameLog add(Kind kind, long position, int hash) {
        if (size == frames.length) {
            frames = Arrays.copyOf(frames, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        frames[size] = (long) kind.ordinal() << KIND_SHIFT | position;
        hashes[size++] = hash;
        return this;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            long position = frames[i] & POSITION;
            switch (Kind.values()[(int) (frames[i] >>> KIND_SHIFT)]) {
                case EVENT -> visitor.event(position, hashes[i]);
                case CAUGHT_UP -> visitor.caughtUp(position);
                case GAP -> visitor.gap(position);
            }
        }
    }

    @Override
    public String toString() {
        return "subscription at " + node + " after " + after;
    }
}
