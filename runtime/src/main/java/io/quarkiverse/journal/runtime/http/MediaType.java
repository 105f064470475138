package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The forms that the journal reads and writes, and their negotiation. */
enum MediaType {

    SSE("text", "event-stream"),
    NDJSON("application", "x-ndjson"),
    JSON("application", "json"),
    CLOUDEVENTS("application", "cloudevents+json"),
    CLOUDEVENTS_BATCH("application", "cloudevents-batch+json");

    static final List<MediaType> STREAMS = List.of(SSE, NDJSON);
    static final List<MediaType> HISTORIES = List.of(JSON, NDJSON, CLOUDEVENTS, CLOUDEVENTS_BATCH);
    static final List<MediaType> PUBLISHABLE = List.of(JSON, NDJSON, CLOUDEVENTS, CLOUDEVENTS_BATCH);

    private final String type;
    private final String subtype;

    MediaType(String type, String subtype) {
        this.type = type;
        this.subtype = subtype;
    }

    @Override
    public String toString() {
        return type + '/' + subtype;
    }

    static String names(List<MediaType> types) {
        return types.stream().map(MediaType::toString).collect(Collectors.joining(", "));
    }

    /**
     * What an answer shall be, of what is offered, the default first.
     *
     * @param accept the values of the header {@code Accept}
     * @throws RefusedException when nothing of it is accepted
     */
    static MediaType negotiate(List<String> accept, List<MediaType> offered) {
        List<String> ranges = accept.stream().flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip).filter(range -> !range.isEmpty()).toList();
        if (ranges.isEmpty()) {
            return offered.get(0);
        }
        MediaType best = null;
        double bestQuality = 0;
        for (MediaType candidate : offered) {
            double quality = candidate.quality(ranges);
            if (quality > bestQuality) {
                best = candidate;
                bestQuality = quality;
            }
        }
        if (best == null) {
            throw new RefusedException(Problem.notAcceptable(offered));
        }
        return best;
    }

    /** The most specific range that fits decides, as RFC 9110 has it. */
    private double quality(List<String> ranges) {
        double quality = 0;
        int bestFit = 0;
        for (String range : ranges) {
            String[] parts = range.split(";", -1);
            int fit = fit(parts[0].strip().toLowerCase(Locale.ROOT));
            if (fit > bestFit) {
                bestFit = fit;
                quality = weight(parts);
            }
        }
        return quality;
    }

    private int fit(String range) {
        if (range.equals(toString())) {
            return 3;
        }
        if (range.equals(type + "/*")) {
            return 2;
        }
        return range.equals("*/*") ? 1 : 0;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    throw new RefusedException(
                            Problem.badRequest("Accept has the weight " + Problem.quote(parameter) + ", which is no number"));
                }
            }
        }
        return 1;
    }

    /**
     * What a body is said to be.
     *
     * @throws RefusedException when it is nothing that can be published
     */
    static MediaType ofBody(@Nullable String contentType) {
        if (contentType == null) {
            throw new RefusedException(Problem.unsupportedType(
                    "The request has no Content-Type; give " + names(PUBLISHABLE)));
        }
        String[] parts = contentType.split(";", -1);
        String name = parts[0].strip().toLowerCase(Locale.ROOT);
        for (MediaType type : PUBLISHABLE) {
            if (type.toString().equals(name)) {
                requireUtf8(parts);
                return type;
            }
        }
        throw new RefusedException(Problem.unsupportedType(
                "The Content-Type " + Problem.quote(contentType) + " cannot be published; give " + names(PUBLISHABLE)));
    }

    private static void requireUtf8(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw new RefusedException(Problem.unsupportedType(
                        "The body has the " + Problem.quote(parameter) + "; JSON is read as UTF-8 only"));
            }
        }
    }
}
