package io.quarkiverse.journal.benchmarks.live;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A constant rate of sending that no slow answer holds up. Latencies are counted from the moment when something should have
 * been
 * sent: if the sender itself is held up, that counts as well (no coordinated omission).
 */
public record Pace(int perSecond, Duration duration) {

    @FunctionalInterface
    public interface Sender {

        /**
         * @param due when this was to be sent, by {@link System#nanoTime()}
         */
        void send(long due) throws Exception;
    }

    public int count() {
        return Math.toIntExact(perSecond * duration.toSeconds());
    }

    public void send(Sender sender) throws Exception {
        long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long due = System.nanoTime();
        for (int i = 0; i < count(); i++) {
            due += pause;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            sender.send(due);
        }
    }
}
