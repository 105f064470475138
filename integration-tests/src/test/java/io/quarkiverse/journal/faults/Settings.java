package io.quarkiverse.journal.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/**
 * What a run is to be like, by system properties {@code journal.faults.…}. A seed gives the same faults in the same order; how
 * the processes come to meet them is never the same twice.
 *
 * @param seed decides all that is random
 * @param length how long faults go on
 * @param nodes how many nodes of the application there are
 * @param pace how many milliseconds a publisher pauses on average
 */
record Settings(long seed, Duration length, int nodes, int pace) {

    static Settings fromProperties() {
        return new Settings(number("seed", new Random().nextInt(1_000_000)), minutes(), (int) number("nodes", 3),
                (int) number("pace", 100));
    }

    private static Duration minutes() {
        return Duration.ofMillis((long) (Double.parseDouble(property("minutes", "3")) * 60_000));
    }

    private static long number(String name, long otherwise) {
        return Long.parseLong(property(name, Long.toString(otherwise)));
    }

    /** Maven hands a property that nobody set over as an empty one. */
    private static String property(String name, String otherwise) {
        String value = System.getProperty("journal.faults." + name, "");
        return value.isBlank() ? otherwise : value;
    }

    /**
     * How the nodes keep their journal. Small enough that a run of whatever length sees many partitions made and dropped: as
     * the whole journal's limit lets retention drop them, and a topic's limit lets it delete single events.
     */
    Map<String, String> journal() {
        long kept = isLong() ? 1_000_000 : 100_000;
        return Map.of("quarkus.journal.partition-size", Long.toString(kept / 10),
                "quarkus.journal.retention.interval", "1s",
                "quarkus.journal.retention.max-events", Long.toString(kept),
                "quarkus.journal.topics.\"" + HttpCaller.WEB + "\".retention.max-events", Long.toString(kept / 10),
                "quarkus.journal.topics.\"" + JavaNode.TOPIC + "\".retention.max-bytes", kept * 50 + "");
    }

    /** Whether there is time for faults that take a minute. */
    boolean isLong() {
        return length.compareTo(Duration.ofMinutes(20)) >= 0;
    }

    /** Where the logs of the run's processes are. */
    Path folder() {
        return Path.of("target", "faults", "seed-" + seed);
    }

    /** How to have the same faults again. */
    String again() {
        return "-Djournal.faults.seed=" + seed + " -Djournal.faults.nodes=" + nodes + " -Djournal.faults.minutes="
                + length.toMillis() / 60_000.0;
    }
}
