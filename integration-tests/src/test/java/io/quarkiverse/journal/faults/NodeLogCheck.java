package io.quarkiverse.journal.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a node told its operator: each outage once, no stack trace of the journal's, and no flood of those that the transaction
 * manager shows for transactions whose connection broke.
 */
final class NodeLogCheck {

    private static final Pattern FAILED = Pattern.compile(".* WARN .*\\) (.*) failed and is tried again until it works.*");
    private static final Pattern WORKS = Pattern.compile(".* INFO .*\\) (.*) works again after .*");
    private static final Pattern STARTED = Pattern.compile(".* INFO .*\\) Journal \".*\" started.*");
    private static final Pattern ENTRY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:.*");
    private static final String OUR_ENTRY = "[io.quarkiverse.journal.runtime";
    private static final String TRACE_LINE = "\tat ";

    private NodeLogCheck() {
    }

    static void check(Path log, int mostTraces, Violations violations) {
        try (Stream<String> lines = Files.lines(log)) {
            check(log.getFileName().toString(), lines::iterator, mostTraces, violations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param mostTraces how many stack traces are no flood
     */
    static void check(String name, Iterable<String> lines, int mostTraces, Violations violations) {
        Set<String> out = new HashSet<>();
        int traces = 0;
        boolean inTrace = false;
        String entry = "";
        for (String line : lines) {
            Matcher failed = FAILED.matcher(line);
            Matcher works = WORKS.matcher(line);
            if (failed.matches() && !out.add(failed.group(1))) {
                violations.add("%s: an outage is warned of twice: %s", name, line);
            } else if (works.matches()) {
                out.remove(works.group(1));
            } else if (STARTED.matcher(line).matches()) {
                out.clear();
            }
            // A trace may have many parts, each with what caused the one before
            if (!inTrace && line.startsWith(TRACE_LINE)) {
                inTrace = true;
                traces++;
                if (entry.contains(OUR_ENTRY)) {
                    violations.add("%s: the journal itself shows a stack trace: %s", name, entry);
                }
            }
            if (ENTRY.matcher(line).matches()) {
                entry = line;
                inTrace = false;
            }
        }
        if (traces > mostTraces) {
            violations.add("%s: %d stack traces, more than %d", name, traces, mostTraces);
        }
    }
}
