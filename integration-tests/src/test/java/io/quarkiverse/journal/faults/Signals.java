package io.quarkiverse.journal.faults;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to a process that the suite has started. */
final class Signals {

    private Signals() {
    }

    /**
     * @return whether the process was there to get it
     */
    static boolean send(String signal, long pid) {
        try {
            return new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending " + signal, e);
        }
    }
}
