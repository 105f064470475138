package io.quarkiverse.journal.runtime.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names and values that a CloudEvent may have, and the headers that keep what an event has no field for.
 * Source: <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0.2</a>.
 */
public final class CloudEventValues {

    /** Before the name of an attribute that is kept in a header, since the journal gives its own on the way out. */
    public static final String KEPT = "ce-";
    /** The header that keeps the source of an event that came as a CloudEvent. */
    public static final String SOURCE = KEPT + "source";
    /** The header that keeps its schema. */
    public static final String DATA_SCHEMA = KEPT + "dataschema";
    /** The header that keeps its content type, when that is not {@value #JSON}. */
    public static final String DATA_CONTENT_TYPE = KEPT + "datacontenttype";
    /** The header that names the extensions whose values were numbers or booleans, and no strings. */
    public static final String LITERALS = KEPT + "literals";
    /** The content type of every payload that came without another one. */
    public static final String JSON = "application/json";

    /** The attributes of CloudEvents that an event's fields and the kept headers fill, and those of the journal. */
    private static final Set<String> TAKEN = Set.of("specversion", "id", "source", "type", "subject", "time",
            "datacontenttype", "dataschema", "data", "sequence", "sequencetype", "correlationid", "partitionkey", "cursor",
            "index", "run", "step", "headers");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Pattern LITERAL = Pattern.compile("true|false|-?[1-9][0-9]{0,9}|0");
    private static final Pattern JSON_TYPE = Pattern.compile("[\\w!#$&^.+-]+/(?:[\\w!#$&^.+-]+\\+)?json\\s*(?:;.*)?",
            Pattern.CASE_INSENSITIVE);

    private CloudEventValues() {
    }

    /** Whether an attribute can have this name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether a header of this name is an extension of the same name. */
    public static boolean isExtension(String name) {
        return isName(name) && !TAKEN.contains(name);
    }

    /** Whether this is a String of CloudEvents: no control characters, and nothing that is no character. */
    public static boolean isText(String value) {
        return value.codePoints().allMatch(CloudEventValues::isAllowed);
    }

    static boolean isAllowed(int point) {
        return point >= ' ' && !(point >= 0x7f && point <= 0x9f)
                && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                && !(point >= 0xfdd0 && point <= 0xfdef) && (point & 0xfffe) != 0xfffe;
    }

    /** Whether this is a Boolean, or an Integer, which has 32 bits; as JSON has them. */
    public static boolean isLiteral(String value) {
        if (!LITERAL.matcher(value).matches()) {
            return false;
        }
        if (Character.isLetter(value.charAt(0))) {
            return true;
        }
        long number = Long.parseLong(value);
        return number == (int) number;
    }

    public static boolean isUriReference(String value) {
        return !value.isEmpty() && parses(value, false);
    }

    /** Whether this is a URI with a scheme. */
    public static boolean isUri(String value) {
        return parses(value, true);
    }

    private static boolean parses(String value, boolean absolute) {
        try {
            return new URI(value).isAbsolute() || !absolute;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether data of this content type is JSON in UTF-8. */
    public static boolean isJsonType(String value) {
        if (!JSON_TYPE.matcher(value).matches()) {
            return false;
        }
        String[] parts = value.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }
}
