package io.quarkiverse.journal.runtime.observe;

import java.time.Duration;

import org.jboss.logging.Logger;

/**
 * Says once that something does not work, and once that it works again.
 * <p>
 * Thread-safe.
 */
public final class Outage {

    private final Logger log;
    private final String what;
    private long since;
    private boolean out;

    /**
     * @param log where to say it
     * @param what what does not work, as the beginning of a sentence
     */
    public Outage(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    public synchronized void failed(Throwable cause) {
        if (!out) {
            out = true;
            since = System.nanoTime();
            log.warnf("%s failed and is tried again until it works: %s", what, cause.getMessage());
        }
        log.debugf(cause, "%s failed", what);
    }

    public void worked() {
        worked(System.nanoTime());
    }

    /**
     * Something worked that was begun at a time. What was begun before the outage says nothing of its end: its answer was only
     * late.
     *
     * @param begun by {@link System#nanoTime()}
     */
    public synchronized void worked(long begun) {
        if (out && begun - since > 0) {
            out = false;
            log.infof("%s works again after %s ms", what, Duration.ofNanos(System.nanoTime() - since).toMillis());
        }
    }

    /** Whether the last attempt failed. */
    public synchronized boolean isOut() {
        return out;
    }
}
