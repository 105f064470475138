package io.quarkiverse.journal.runtime.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

import io.quarkiverse.journal.InvalidEventException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.PayloadTooLargeException;
import io.quarkiverse.journal.runtime.event.BoundedParsers;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.publish.EventEncoder;
import io.quarkiverse.journal.runtime.publish.Fingerprint;

/**
 * Turns the body of a request into events: one value, an array of them, or one on each line. For one body; not thread-safe.
 */
final class EnvelopeParser {

    /**
     * Deeper than any payload may be, since the encoder says what is too deep; and shallow enough to bound the parser's memory.
     */
    private static final int DEEPEST = 1_000;

    static final BoundedParsers JSON = new BoundedParsers(DEEPEST, JsonFactory.Feature.CHARSET_DETECTION,
            JsonFactory.Feature.INTERN_FIELD_NAMES);

    private final EventEncoder encoder;
    private final int mostEvents;
    private final String topic;
    private final byte[] body;
    private final JsonFactory json;
    private final @Nullable Fingerprint fingerprint;
    private final Faults faults;
    private final EventReader reader;
    private final List<EventData> events = new ArrayList<>();
    /** The line of the body, or -1 when lines mean nothing. */
    private int line = -1;
    private String current = "";

    private EnvelopeParser(EventEncoder encoder, int mostEvents, String topic, byte[] body, Faults faults,
            EventReader reader, @Nullable Fingerprint fingerprint) {
        this.encoder = encoder;
        this.mostEvents = mostEvents;
        this.topic = topic;
        this.body = body;
        this.json = JSON.factory(body.length);
        this.faults = faults;
        this.reader = reader;
        this.fingerprint = fingerprint;
    }

    /**
     * Reads and encodes all events of a body.
     *
     * @param mostEvents how many there may be
     * @param fingerprint takes them in as they are given, if there is one
     * @throws RefusedException when one of them, or the body, is refused
     */
    static List<EventData> parse(EventEncoder encoder, int mostEvents, String topic, MediaType form, byte[] body,
            @Nullable Fingerprint fingerprint) {
        Faults faults = new Faults();
        MemberReader members = new MemberReader(body, faults);
        boolean cloudEvents = form == MediaType.CLOUDEVENTS || form == MediaType.CLOUDEVENTS_BATCH;
        EventReader reader = cloudEvents ? new CloudEventReader(members, faults, topic) : new EnvelopeReader(members, faults);
        EnvelopeParser parser = new EnvelopeParser(encoder, mostEvents, topic, body, faults, reader, fingerprint);
        int begin = parser.requireUtf8();
        switch (form) {
            case NDJSON -> parser.lines(begin);
            case CLOUDEVENTS -> parser.document(begin, body.length, Shape.VALUE);
            case CLOUDEVENTS_BATCH -> parser.document(begin, body.length, Shape.ARRAY);
            default -> parser.document(begin, body.length, Shape.EITHER);
        }
        return parser.events();
    }

    /**
     * Reads and encodes the one event whose attributes are in the headers of a request, and whose data are its body.
     *
     * @param fingerprint takes it in as it is given, if there is one
     * @throws RefusedException when it is refused
     */
    static List<EventData> parse(EventEncoder encoder, String topic, BinaryCloudEvent head, byte[] body,
            @Nullable Fingerprint fingerprint) {
        Faults faults = new Faults();
        byte[] data = head.data(body);
        EventReader reader = new BinaryCloudEventReader(new MemberReader(data, faults), faults, topic, head);
        EnvelopeParser parser = new EnvelopeParser(encoder, 1, topic, data, faults, reader, fingerprint);
        parser.document(parser.requireUtf8(), data.length, Shape.VALUE);
        return parser.events();
    }

    private List<EventData> events() {
        if (events.isEmpty() && faults.count() == 0) {
            faults.add("", "There must be at least one event");
        }
        faults.throwIfAny();
        return events;
    }

    /** Jackson takes some sequences that are no UTF-8, and PostgreSQL takes none of them. Returns where the text begins. */
    private int requireUtf8() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer discarded = CharBuffer.allocate(8 * 1024);
        CoderResult result;
        do {
            result = decoder.decode(in, discarded.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new RefusedException(Problem.badRequest("The body is not UTF-8 at byte " + in.position()));
        }
        boolean mark = body.length >= 3 && body[0] == (byte) 0xef && body[1] == (byte) 0xbb && body[2] == (byte) 0xbf;
        return mark ? 3 : 0;
    }

    private void lines(int begin) {
        int from = begin;
        while (from < body.length) {
            int to = from;
            while (to < body.length && body[to] != '\n') {
                to++;
            }
            line++;
            if (!isBlank(from, to)) {
                document(from, to, Shape.VALUE);
            }
            from = to + 1;
        }
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private enum Shape {
        VALUE,
        ARRAY,
        EITHER
    }

    private void document(int from, int to, Shape shape) {
        String pointer = line < 0 ? "" : "/" + line;
        try (JsonParser in = json.createParser(body, from, to - from)) {
            JsonToken first = in.nextToken();
            if (first == null) {
                throw malformed(in.currentLocation(), from);
            }
            if (first == JsonToken.START_ARRAY && shape != Shape.VALUE) {
                for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                    event(in, from, "/" + i);
                }
            } else if (shape == Shape.ARRAY) {
                faults.add(pointer, "A batch must be an array of events");
                in.skipChildren();
                in.finishToken();
            } else {
                event(in, from, pointer);
            }
            if (in.nextToken() != null) {
                throw malformed(in.currentTokenLocation(), from);
            }
        } catch (StreamConstraintsException e) {
            faults.add(current, "This is nested deeper than " + DEEPEST + " levels, or its names are made to collide");
            faults.throwIfAny();
        } catch (JsonProcessingException e) {
            throw malformed(e.getLocation(), from);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private void event(JsonParser in, int base, String pointer) throws IOException {
        current = pointer;
        NewEvent event = reader.read(in, base, pointer);
        if (event != null) {
            encode(event, pointer);
        }
    }

    private void encode(NewEvent event, String pointer) {
        if (events.size() == mostEvents) {
            throw new RefusedException(Problem.tooLarge("The body has more than " + mostEvents
                    + " events; they are published together, which has this limit (quarkus.journal.publish.max-atomic-events)",
                    List.of()));
        }
        try {
            EventData encoded = encoder.encode(topic, event);
            events.add(encoded);
            if (fingerprint != null) {
                fingerprint.add(event, encoded);
            }
        } catch (PayloadTooLargeException e) {
            String detail = String.valueOf(e.getMessage());
            throw new RefusedException(Problem.tooLarge(detail, List.of(reader.fault(pointer, e.field(), detail))));
        } catch (InvalidEventException e) {
            faults.add(reader.fault(pointer, e.field(), String.valueOf(e.getMessage())));
        }
    }

    private RefusedException malformed(@Nullable JsonLocation where, int base) {
        String place = "";
        if (where != null) {
            place = " at line " + (Math.max(line, 0) + where.getLineNr()) + ", column " + where.getColumnNr() + " (byte "
                    + (base + where.getByteOffset()) + ")";
        }
        return new RefusedException(Problem.badRequest("The body is malformed JSON" + place));
    }
}
