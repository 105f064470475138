package io.quarkiverse.journal.faults;

import java.util.Random;

import org.jboss.logging.Logger;

/** Clocks that jump, of a node or of PostgreSQL: forward or backward, and back after some seconds. */
final class ClockFaults {

    private static final Logger LOG = Logger.getLogger(ClockFaults.class);
    private static final int MOST_SECONDS = 7_200;

    private final Stop stop;

    ClockFaults(Stop stop) {
        this.stop = stop;
    }

    void jump(Clock clock, Random random) throws InterruptedException {
        int seconds = 1 + random.nextInt(random.nextBoolean() ? MOST_SECONDS : 10);
        int off = random.nextBoolean() ? seconds : -seconds;
        LOG.infof("The clock jumps by %d s", off);
        clock.set(off);
        try {
            stop.pause(3_000 + random.nextInt(4_000));
        } finally {
            clock.set(0);
        }
        // Until that is noticed
        stop.pause(1_000);
    }
}
