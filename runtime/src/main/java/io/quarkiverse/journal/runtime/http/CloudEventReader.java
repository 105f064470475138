package io.quarkiverse.journal.runtime.http;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;

/**
 * Reads CloudEvents in JSON: the attributes by their meaning, the data as the bytes that they are. Not thread-safe; for one
 * body.
 */
final class CloudEventReader implements EventReader {

    /** What data are that are not there. */
    static final String NO_DATA = "null";

    private final MemberReader members;
    private final Faults faults;
    private final String topic;

    CloudEventReader(MemberReader members, Faults faults, String topic) {
        this.members = members;
        this.faults = faults;
        this.topic = topic;
    }

    @Override
    public @Nullable NewEvent read(JsonParser in, int base, String pointer) throws IOException {
        if (!members.isObject(in, pointer)) {
            return null;
        }
        CloudEventAttributes attributes = new CloudEventAttributes(topic, faults,
                (name, detail) -> new Problem.Fault(Faults.member(pointer, name), detail));
        RawJson data = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (name.equals("data")) {
                if (data != null) {
                    attributes.refuse(name, "This member is there twice");
                }
                data = members.raw(in, base);
            } else if (name.equals("data_base64")) {
                requireNone(in, Faults.member(pointer, name));
            } else {
                attribute(in, attributes, name);
            }
        }
        return attributes.event(data == null ? new RawJson(NO_DATA) : data);
    }

    private static void requireNone(JsonParser in, String pointer) {
        if (in.currentToken() != JsonToken.VALUE_NULL) {
            String detail = "The data are bytes in base64; only JSON can be published, as the member data";
            throw new RefusedException(Problem.unsupportedType(detail, List.of(new Problem.Fault(pointer, detail))));
        }
    }

    private static void attribute(JsonParser in, CloudEventAttributes attributes, String name) throws IOException {
        switch (in.currentToken()) {
            case VALUE_STRING -> attributes.text(name, in.getText());
            case VALUE_TRUE, VALUE_FALSE -> attributes.literal(name, in.getText());
            case VALUE_NUMBER_INT -> {
                // Looked at first, since there may be millions of digits.
                if (in.getTextLength() <= MemberReader.LONGEST_INDEX) {
                    attributes.literal(name, in.getText().equals("-0") ? "0" : in.getText());
                } else {
                    attributes.refuse(name, "This is out of range");
                }
            }
            case VALUE_NULL -> {
                // As if it were not there, as the specification says.
            }
            default -> {
                attributes.refuse(name, "This must be a string, a whole number or a boolean");
                in.skipChildren();
            }
        }
    }

    @Override
    public Problem.Fault fault(String pointer, String field, String detail) {
        // Which of the attributes that are kept in headers is one too many cannot be said.
        return new Problem.Fault(
                field.equals("headers") ? pointer : Faults.member(pointer, CloudEventAttributes.ofField(field)), detail);
    }
}
