package io.quarkiverse.journal.benchmarks.harness;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is left in a JVM's heap after a full collection.
 *
 * @param bytes of all objects
 * @param instances how many there are of each class
 */
public record LiveHeap(long bytes, Map<String, Long> instances) {

    private static final Pattern CLASS = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    /** Collects there, and counts. */
    public static LiveHeap of(long pid) throws IOException, InterruptedException {
        // Twice: what only finalizers or cleaners kept is gone the second time.
        Jcmd.run(pid, "GC.run");
        String histogram = Jcmd.run(pid, "GC.class_histogram");
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("This is no histogram of classes: " + histogram.lines().limit(3).toList());
        }
        return new LiveHeap(Long.parseLong(total.group(1)), CLASS.matcher(histogram).results()
                .collect(Collectors.toMap(line -> line.group(2), line -> Long.parseLong(line.group(1)), Long::sum)));
    }

    /** How many objects of a class there are. */
    public long count(String className) {
        return instances.getOrDefault(className, 0L);
    }
}
