package io.quarkiverse.journal.runtime.http;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.runtime.event.CloudEventValues;

/**
 * The attributes of one CloudEvent, on their way to the fields of an event. What has no field is kept in headers, so that it
 * goes out again as it came.
 * <p>
 * Not thread-safe.
 */
final class CloudEventAttributes {

    private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,19}");
    /** The attributes that fields of events become. */
    private static final Map<String, String> OF_FIELDS = Map.of("kind", "type", "key", "partitionkey", "correlationId",
            "correlationid", "payload", "data");

    /** Where a fault lies depends on how the event came. */
    interface Places {

        Problem.Fault of(String attribute, String detail);
    }

    private final String topic;
    private final Faults faults;
    private final Places places;
    private final int faultsBefore;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final Map<String, String> extensions = new LinkedHashMap<>();
    private final List<String> literals = new ArrayList<>();
    private Map<String, String> headers = Map.of();
    private @Nullable String id;
    private @Nullable String kind;
    private @Nullable String key;
    private @Nullable String correlationId;
    private @Nullable Long index;
    private @Nullable Instant time;

    CloudEventAttributes(String topic, Faults faults, Places places) {
        this.topic = topic;
        this.faults = faults;
        this.places = places;
        this.faultsBefore = faults.count();
    }

    /** The attribute that a field comes from. */
    static String ofField(String field) {
        return OF_FIELDS.getOrDefault(field, field);
    }

    /** Notes a fault. An attribute that is refused is not missing besides. */
    void refuse(String attribute, String detail) {
        seen.add(attribute);
        faults.add(places.of(attribute, detail));
    }

    /** Takes an attribute whose value is text. */
    void text(String name, String value) {
        if (!isNew(name)) {
            return;
        }
        if (!CloudEventValues.isText(value)) {
            refuse(name, "This has a control character, or what is no character, which attributes of CloudEvents cannot have");
            return;
        }
        switch (name) {
            case "specversion" -> check(name, value, "1.0"::equals, "is not 1.0, the only version that there is here");
            case "id" -> id = value;
            case "type" -> kind = value;
            case "source" -> keep(name, value, CloudEventValues::isUriReference, "is no URI reference");
            case "dataschema" -> keep(name, value, CloudEventValues::isUri, "is no absolute URI");
            case "datacontenttype" -> contentType(name, value);
            case "subject" -> subject(name, value);
            case "time" -> time = time(name, value);
            case "partitionkey" -> key = notEmpty(name, value);
            case "correlationid" -> correlationId = notEmpty(name, value);
            case "index" -> index = index(name, value);
            case "headers" -> headers = HeadersAttribute.parse(value, detail -> refuse(name, detail));
            // Where it was; where it is, this journal says itself.
            case "sequence", "sequencetype", "cursor", "run", "step" -> kept.put(CloudEventValues.KEPT + name, value);
            default -> extensions.put(name, value);
        }
    }

    /** Takes an attribute whose value is a whole number or a boolean, as JSON has it. */
    void literal(String name, String value) {
        if (name.equals("index")) {
            text(name, value);
        } else if (CloudEventValues.isName(name) && !CloudEventValues.isExtension(name)) {
            refuse(name, "This must be a string");
        } else if (!CloudEventValues.isLiteral(value)) {
            refuse(name, "This is out of range: whole numbers of CloudEvents are between " + Integer.MIN_VALUE + " and "
                    + Integer.MAX_VALUE);
        } else {
            text(name, value);
            if (extensions.containsKey(name)) {
                literals.add(name);
            }
        }
    }

    /**
     * Makes the event.
     *
     * @return the event, or {@code null} when it has faults
     */
    @Nullable
    NewEvent event(RawJson data) {
        for (String name : REQUIRED) {
            if (!seen.contains(name)) {
                refuse(name, "A CloudEvent must have this attribute");
            }
        }
        if (faults.count() > faultsBefore) {
            return null;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(kept);
        all.putAll(extensions);
        if (!literals.isEmpty()) {
            all.put(CloudEventValues.LITERALS, String.join(" ", literals));
        }
        return new NewEvent(data, kind == null ? NewEvent.DEFAULT_KIND : kind, id, time, key, correlationId, index, all);
    }

    /** Whether an attribute can have this name, and is there for the first time. */
    boolean isNew(String name) {
        if (!CloudEventValues.isName(name)) {
            refuse(name, "The name of an attribute of CloudEvents has lower-case letters and digits only");
            return false;
        }
        if (!seen.add(name)) {
            refuse(name, "This attribute is there twice");
            return false;
        }
        return true;
    }

    private boolean check(String name, String value, Predicate<String> fits, String complaint) {
        boolean fit = fits.test(value);
        if (!fit) {
            refuse(name, Problem.quote(value) + ' ' + complaint);
        }
        return fit;
    }

    private void keep(String name, String value, Predicate<String> fits, String complaint) {
        if (check(name, value, fits, complaint)) {
            kept.put(CloudEventValues.KEPT + name, value);
        }
    }

    private @Nullable String notEmpty(String name, String value) {
        return check(name, value, text -> !text.isEmpty(), "is empty; leave it out instead") ? value : null;
    }

    /** The path says which topic it is; another subject is no error, since publishers elsewhere know nothing of topics. */
    private void subject(String name, String value) {
        if (!value.equals(topic)) {
            keep(name, value, text -> !text.isEmpty(), "is empty; leave it out instead");
        }
    }

    private void contentType(String name, String value) {
        if (!CloudEventValues.isJsonType(value)) {
            String detail = "The data are " + Problem.quote(value) + "; only JSON in UTF-8 can be published";
            throw new RefusedException(Problem.unsupportedType(detail, List.of(places.of(name, detail))));
        }
        if (!value.equals(CloudEventValues.JSON)) {
            kept.put(CloudEventValues.DATA_CONTENT_TYPE, value);
        }
    }

    private @Nullable Instant time(String name, String value) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            refuse(name, Problem.quote(value) + " is not a time of RFC 3339 such as 2026-11-20T04:00:00Z");
            return null;
        }
    }

    private @Nullable Long index(String name, String value) {
        if (WHOLE_NUMBER.matcher(value).matches()) {
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                // Nineteen digits can be too many: said below.
            }
        }
        refuse(name, Problem.quote(value) + " is no whole number between " + Long.MIN_VALUE + " and " + Long.MAX_VALUE);
        return null;
    }
}
