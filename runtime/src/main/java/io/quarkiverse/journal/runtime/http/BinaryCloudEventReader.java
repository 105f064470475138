package io.quarkiverse.journal.runtime.http;

import java.io.IOException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonParser;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;

/** Reads the one CloudEvent of a request in binary mode. Not thread-safe; for one body. */
final class BinaryCloudEventReader implements EventReader {

    private final MemberReader members;
    private final Faults faults;
    private final String topic;
    private final BinaryCloudEvent head;

    BinaryCloudEventReader(MemberReader members, Faults faults, String topic, BinaryCloudEvent head) {
        this.members = members;
        this.faults = faults;
        this.topic = topic;
        this.head = head;
    }

    @Override
    public @Nullable NewEvent read(JsonParser in, int base, String pointer) throws IOException {
        RawJson data = members.raw(in, base);
        CloudEventAttributes attributes = new CloudEventAttributes(topic, faults, BinaryCloudEventReader::inHeader);
        if (head.contentType() != null) {
            attributes.text("datacontenttype", head.contentType());
        }
        for (Map.Entry<String, String> attribute : head.attributes()) {
            String name = attribute.getKey();
            if (name.equals("data") || name.equals("datacontenttype")) {
                attributes.refuse(name, "In binary mode the data are the body, and their type is the Content-Type");
                continue;
            }
            try {
                attributes.text(name, decode(attribute.getValue()));
            } catch (IllegalArgumentException e) {
                attributes.refuse(name, "This cannot be read: " + e.getMessage());
            }
        }
        return attributes.event(data);
    }

    /** Double quotes are an older way of writing what is percent-encoded now; readers have to know both. */
    private static String decode(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return PercentEncoding.decode(value);
        }
        StringBuilder unquoted = new StringBuilder(value.length());
        for (int i = 1; i < value.length() - 1; i++) {
            if (value.charAt(i) == '\\' && i + 1 < value.length() - 1) {
                i++;
            }
            unquoted.append(value.charAt(i));
        }
        return PercentEncoding.decode(unquoted.toString());
    }

    @Override
    public Problem.Fault fault(String pointer, String field, String detail) {
        return switch (field) {
            case "payload", "headers" -> new Problem.Fault(pointer, detail);
            default -> inHeader(CloudEventAttributes.ofField(field), detail);
        };
    }

    private static Problem.Fault inHeader(String attribute, String detail) {
        return new Problem.Fault(BinaryCloudEvent.PREFIX + attribute, detail, true);
    }
}
