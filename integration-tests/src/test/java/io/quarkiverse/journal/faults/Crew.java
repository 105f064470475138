package io.quarkiverse.journal.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Threads that work until they are told to stop. One that ends with an exception is a violation: the suite itself must not fail
 * in silence.
 */
final class Crew {

    /** What one thread does. */
    interface Work {

        void run(Random random, Stop stop) throws InterruptedException;
    }

    private final Random seeds;
    private final Violations violations;
    private final Stop stop = new Stop();
    private final List<Thread> threads = new ArrayList<>();

    Crew(long seed, Violations violations) {
        this.seeds = new Random(seed);
        this.violations = violations;
    }

    void run(String name, Work work) {
        Random random = new Random(seeds.nextLong());
        Thread thread = new Thread(() -> {
            try {
                work.run(random, stop);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                violations.add("%s ended: %s", name, e);
            }
        }, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Waits for those that end by themselves. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Tells them to stop, and waits for what they are at. */
    void stop() throws InterruptedException {
        stop.tell();
        for (Thread thread : threads) {
            thread.join(60_000);
            if (thread.isAlive()) {
                violations.add("%s does not end", thread.getName());
            }
        }
    }
}
