package io.quarkiverse.journal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

/** What an operator must not see is found in a node's log. */
class NodeLogCheckTest {

    private static final String FAILED = "2026-11-20 08:00:00,000 WARN  [io.quarkiverse.journal.runtime.sequence.Sequencer] (journal-writer) "
            + "Writing to the journal failed and is tried again until it works: gone";
    private static final String WORKS = "2026-11-20 08:00:01,000 INFO  [io.quarkiverse.journal.runtime.sequence.Sequencer] (journal-writer) "
            + "Writing to the journal works again after 1000 ms";
    private static final String STARTED = "2026-11-20 08:00:02,000 INFO  [io.quarkiverse.journal.runtime.JournalNode] (main) "
            + "Journal \"journal\" started: epoch 01234567, head 1";
    private static final String OTHERS = "2026-11-20 08:00:02,000 WARN  [com.arjuna.ats.jta] (executor-thread-1) rolled back";
    private static final String TRACE = "\tat somewhere";

    @Test
    void oneWarningForEachOutage() {
        assertThat(violations(FAILED, WORKS, FAILED, WORKS)).isEmpty();
        assertThat(violations(FAILED, FAILED)).singleElement().asString().contains("warned of twice");
    }

    @Test
    void aNewProcessMayWarnAgain() {
        assertThat(violations(FAILED, STARTED, FAILED)).isEmpty();
    }

    @Test
    void aFloodOfStackTraces() {
        assertThat(violations(OTHERS, TRACE, TRACE, "Caused by: another", TRACE)).isEmpty();
        assertThat(violations(OTHERS, TRACE, OTHERS, TRACE, TRACE)).singleElement().asString().contains("2 stack traces");
    }

    @Test
    void aStackTraceOfTheJournal() {
        assertThat(violations(FAILED, TRACE)).singleElement().asString().contains("the journal itself");
    }

    private static List<String> violations(String... lines) {
        Violations violations = new Violations();
        NodeLogCheck.check("node-1.log", List.of(lines), 1, violations);
        return violations.told();
    }
}
