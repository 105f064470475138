package io.quarkiverse.journal.runtime.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * One JSON object in UTF-8, member by member. Text is escaped by Jackson; a generator of Jackson's for every event took several
 * times as long.
 * <p>
 * Not thread-safe.
 */
final class JsonObjectBytes {

    private static final byte[] NOTHING = {};

    private final int start;
    private byte[] bytes;
    private int length;

    JsonObjectBytes(int capacity) {
        this(NOTHING, capacity);
    }

    /**
     * @param before what stands before the object
     * @param capacity about how long the object gets
     */
    JsonObjectBytes(byte[] before, int capacity) {
        this.start = before.length;
        this.bytes = Arrays.copyOf(before, before.length + capacity);
        this.length = before.length;
    }

    /** A member's name as the methods here take it: with what stands before and behind it. */
    static byte[] name(String name) {
        return (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    JsonObjectBytes number(byte[] name, long value) {
        append(name);
        append(Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    JsonObjectBytes text(byte[] name, String value) {
        append(name);
        append('"');
        appendQuoted(value);
        append('"');
        return this;
    }

    JsonObjectBytes raw(byte[] name, byte[] json) {
        append(name);
        append(json);
        return this;
    }

    byte[] end() {
        return end(NOTHING);
    }

    /**
     * @param behind what stands behind the object
     */
    byte[] end(byte[] behind) {
        bytes[start] = '{';
        append('}');
        append(behind);
        return Arrays.copyOf(bytes, length);
    }

    private void appendQuoted(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                append(JsonStringEncoder.getInstance().quoteAsUTF8(text.substring(i)));
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    private void append(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void append(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
