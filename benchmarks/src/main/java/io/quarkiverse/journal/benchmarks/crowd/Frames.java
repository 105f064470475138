package io.quarkiverse.journal.benchmarks.crowd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Finds the events of one stream, as SSE or as NDJSON, in the bytes that come, at the least cost that can be had: one byte in
 * twelve is looked at (Horspool's search). A frame is never cut by the framing of HTTP, since the server writes whole ones.
 */
final class Frames {

    /** How an event's JSON begins, and the data of the sentinel as SSE. */
    private static final byte[] MARK = "{\"position\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CURSOR = ",\"cursor\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int[] SHIFT = new int[256];
    /** What of a frame has to be there to be read: mark, position and cursor. */
    static final int MOST_KEPT = 96;

    static {
        Arrays.fill(SHIFT, MARK.length);
        for (int i = 0; i < MARK.length - 1; i++) {
            SHIFT[MARK[i] & 0xff] = MARK.length - 1 - i;
        }
    }

    private final byte[] kept = new byte[MOST_KEPT];
    private int keptLength;
    private @Nullable String cursor;

    interface Taker {

        void event(long position);

        void caughtUp(long position);
    }

    /** Puts what is left of the last bytes in front of the next ones. */
    int begin(byte[] bytes) {
        System.arraycopy(kept, 0, bytes, 0, keptLength);
        return keptLength;
    }

    /** Looks through bytes, of which the first are those that {@link #begin} put there. */
    void scan(byte[] bytes, int length, Taker taker) {
        int consumed = 0;
        int cursorAt = -1;
        int end = MARK.length - 1;
        while (end < length) {
            if (bytes[end] != MARK[MARK.length - 1]
                    || !Arrays.equals(bytes, end - MARK.length + 1, end + 1, MARK, 0, MARK.length)) {
                end += SHIFT[bytes[end] & 0xff];
                continue;
            }
            int at = end + 1;
            long position = 0;
            while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
                position = 10 * position + bytes[at++] - '0';
            }
            if (at == length || bytes[at] == ',' && length - at < CURSOR.length + 40) {
                consumed = end - MARK.length + 1;
                break;
            }
            consumed = at;
            end = at + MARK.length;
            if (bytes[at] == ',') {
                cursorAt = at + CURSOR.length;
                taker.event(position);
            } else {
                taker.caughtUp(position);
            }
        }
        if (cursorAt >= 0) {
            int cursorEnd = cursorAt;
            while (bytes[cursorEnd] != '"') {
                cursorEnd++;
            }
            cursor = new String(bytes, cursorAt, cursorEnd - cursorAt, StandardCharsets.US_ASCII);
        }
        keep(bytes, length, end >= length ? Math.max(consumed, length - MARK.length + 1) : consumed);
    }

    private void keep(byte[] bytes, int length, int from) {
        keptLength = length - from;
        System.arraycopy(bytes, from, kept, 0, keptLength);
    }

    /** Names the place after the last event that came. */
    @Nullable
    String cursor() {
        return cursor;
    }
}
