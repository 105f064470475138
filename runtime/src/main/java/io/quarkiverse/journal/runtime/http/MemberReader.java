package io.quarkiverse.journal.runtime.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkiverse.journal.RawJson;

/** Reads what the forms of events have in common. Not thread-safe; for one body. */
final class MemberReader {

    /** The digits and the sign of the longest number that an index can be. */
    static final int LONGEST_INDEX = 20;

    private final byte[] body;
    private final Faults faults;

    MemberReader(byte[] body, Faults faults) {
        this.body = body;
        this.faults = faults;
    }

    /** Whether the parser is at an object; if not, that is a fault, and the value is passed. */
    boolean isObject(JsonParser in, String pointer) throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        faults.add(pointer, "An event must be an object");
        in.skipChildren();
        in.finishToken();
        return false;
    }

    /** The value as the bytes that it is. */
    RawJson raw(JsonParser in, int base) throws IOException {
        int begin = base + (int) in.currentTokenLocation().getByteOffset();
        in.skipChildren();
        in.finishToken();
        int end = base + (int) in.currentLocation().getByteOffset();
        while (body[end - 1] <= ' ' && body[end - 1] >= 0) {
            // A number ends with the space behind it, unless something else follows.
            end--;
        }
        return new RawJson(new String(body, begin, end - begin, StandardCharsets.UTF_8));
    }
}
