package io.quarkiverse.journal.benchmarks.live;

/** A payload of 200 bytes that carries the time when it was due. */
final class TimedPayload {

    private static final String FILLING = "x".repeat(165);
    private static final String BEFORE = "\"due\":\"";

    private TimedPayload() {
    }

    static String of(long due) {
        return "{\"due\":\"%d\",\"note\":\"%s\"}".formatted(due, FILLING);
    }

    /** The time in whatever JSON surrounds the payload. */
    static long due(String json) {
        int start = json.indexOf(BEFORE) + BEFORE.length();
        return Long.parseLong(json.substring(start, json.indexOf('"', start)));
    }
}
