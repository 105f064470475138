package io.quarkiverse.journal.runtime.event;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Events as CloudEvents 1.0 in JSON: the same bytes each time, and the payload byte for byte as it was accepted.
 * Source: <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">its JSON format</a>.
 * <p>
 * Thread-safe.
 */
public final class CloudEventJson {

    /** What an event takes beside its payload, mostly. */
    private static final int ROOM = 512;
    /** Beyond it, RFC 3339 has no times: 0000-01-01 and 10000-01-01. */
    private static final long FIRST_TIME = -62_167_219_200_000_000L;
    private static final long FIRST_TIME_BEYOND = 253_402_300_800_000_000L;

    private static final byte[] SPEC_VERSION = JsonObjectBytes.name("specversion");
    private static final byte[] ID = JsonObjectBytes.name("id");
    private static final byte[] SOURCE = JsonObjectBytes.name("source");
    private static final byte[] TYPE = JsonObjectBytes.name("type");
    private static final byte[] SUBJECT = JsonObjectBytes.name("subject");
    private static final byte[] TIME = JsonObjectBytes.name("time");
    private static final byte[] DATA_CONTENT_TYPE = JsonObjectBytes.name("datacontenttype");
    private static final byte[] DATA_SCHEMA = JsonObjectBytes.name("dataschema");
    private static final byte[] SEQUENCE = JsonObjectBytes.name("sequence");
    private static final byte[] CURSOR = JsonObjectBytes.name("cursor");
    private static final byte[] CORRELATION_ID = JsonObjectBytes.name("correlationid");
    private static final byte[] PARTITION_KEY = JsonObjectBytes.name("partitionkey");
    private static final byte[] INDEX = JsonObjectBytes.name("index");
    private static final byte[] RUN = JsonObjectBytes.name("run");
    private static final byte[] STEP = JsonObjectBytes.name("step");
    private static final byte[] HEADERS = JsonObjectBytes.name("headers");
    private static final byte[] DATA = JsonObjectBytes.name("data");

    private final String journal;

    /**
     * @param journal the path of the journal, under which the topics are the sources of their events
     */
    public CloudEventJson(String journal) {
        this.journal = journal;
    }

    /**
     * Encodes an event.
     *
     * @return one line of JSON in UTF-8
     */
    public byte[] encode(StoredEvent event) {
        EventData data = event.data();
        CloudEventHeaders headers = CloudEventHeaders.of(data.headers());
        JsonObjectBytes out = new JsonObjectBytes(ROOM + data.payload().length)
                .text(SPEC_VERSION, "1.0")
                .text(ID, data.id())
                .text(SOURCE, headers.source() == null ? journal + "/topics/" + data.topic() : headers.source())
                .text(TYPE, data.kind())
                .text(SUBJECT, data.topic());
        if (data.timeMicros() >= FIRST_TIME && data.timeMicros() < FIRST_TIME_BEYOND) {
            out.text(TIME, EventTime.format(data.timeMicros()));
        }
        out.text(DATA_CONTENT_TYPE,
                headers.dataContentType() == null ? CloudEventValues.JSON : headers.dataContentType());
        writeIfFit(out, DATA_SCHEMA, headers.dataSchema());
        out.text(SEQUENCE, Long.toString(event.position()));
        out.text(CURSOR, event.cursor().toString());
        writeIfFit(out, CORRELATION_ID, data.correlationId());
        writeIfFit(out, PARTITION_KEY, data.key());
        // As text, since an Integer of CloudEvents has 32 bits.
        writeIfFit(out, INDEX, data.index() == null ? null : data.index().toString());
        writeIfFit(out, RUN, data.run());
        writeIfFit(out, STEP, data.step());
        writeExtensions(out, headers);
        writeIfFit(out, HEADERS, headers.othersAsText());
        return out.raw(DATA, data.payload()).end();
    }

    private static void writeExtensions(JsonObjectBytes out, CloudEventHeaders headers) {
        for (Map.Entry<String, String> extension : headers.extensions().entrySet()) {
            byte[] name = JsonObjectBytes.name(extension.getKey());
            if (headers.literals().contains(extension.getKey())) {
                out.raw(name, extension.getValue().getBytes(StandardCharsets.US_ASCII));
            } else {
                out.text(name, extension.getValue());
            }
        }
    }

    private static void writeIfFit(JsonObjectBytes out, byte[] name, @Nullable String value) {
        if (value != null && !value.isEmpty() && CloudEventValues.isText(value)) {
            out.text(name, value);
        }
    }
}
