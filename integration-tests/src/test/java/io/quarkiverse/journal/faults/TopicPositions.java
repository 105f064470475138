package io.quarkiverse.journal.faults;

import java.util.ArrayList;
import java.util.List;

/** The positions of a topic's entries, in order: eight bytes for each, in pieces, so that growing copies nothing. */
final class TopicPositions {

    private static final int SHIFT = 12;
    private static final int PIECE = 1 << SHIFT;

    private final List<long[]> pieces = new ArrayList<>();
    private int size;

    void add(long position) {
        if ((size & (PIECE - 1)) == 0) {
            pieces.add(new long[PIECE]);
        }
        pieces.get(size >>> SHIFT)[size & (PIECE - 1)] = position;
        size++;
    }

    int size() {
        return size;
    }

    long get(int index) {
        return pieces.get(index >>> SHIFT)[index & (PIECE - 1)];
    }

    /** How many there are up to a position. */
    int upTo(long position) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle) <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
