package io.quarkiverse.journal.benchmarks.harness;

import java.util.OptionalLong;

/** One way of doing the work that is compared. */
public interface Contender {

    String name();

    /** Does the work once and measures it. What is not part of the work is done outside of the measured time. */
    Measurement round() throws Exception;

    /** The process of the JVM whose profile tells where this contender's time goes, if there is one. */
    default OptionalLong jvm() {
        return OptionalLong.of(ProcessHandle.current().pid());
    }
}
