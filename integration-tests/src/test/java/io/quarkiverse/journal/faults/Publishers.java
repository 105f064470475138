package io.quarkiverse.journal.faults;

import java.time.Duration;
import java.util.Random;

/** What each of the run's publishers does, again and again. */
final class Publishers {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_RETRIES = 5;

    private final Cluster cluster;
    private final Settings settings;
    private final HttpCaller caller;

    Publishers(Cluster cluster, Settings settings, Attempts attempts) {
        this.cluster = cluster;
        this.settings = settings;
        this.caller = new HttpCaller(attempts, PATIENCE);
    }

    /** Starts all of them. */
    void start(Crew crew) {
        crew.run("append-1", this::append);
        crew.run("append-2", this::append);
        crew.run("import-1", this::importAll);
        crew.run("import-2", this::importAll);
        crew.run("transaction-1", this::enter);
        crew.run("transaction-2", this::enter);
        crew.run("web-1", this::publish);
        crew.run("web-2", this::publish);
        crew.run("once-1", this::publishOnce);
    }

    private void append(Random random, Stop stop) throws InterruptedException {
        do {
            caller.append(cluster.any(random));
        } while (pause(random, stop));
    }

    private void importAll(Random random, Stop stop) throws InterruptedException {
        do {
            caller.importAll(cluster.any(random), 1 + random.nextInt(40));
        } while (pause(random, stop));
    }

    private void enter(Random random, Stop stop) throws InterruptedException {
        do {
            caller.enter(cluster.any(random), 1 + random.nextInt(5), random.nextInt(4) == 0);
        } while (pause(random, stop));
    }

    /** Tries again what was not acknowledged, at another node perhaps. More than 100 events go to the server by COPY. */
    private void publish(Random random, Stop stop) throws InterruptedException {
        do {
            int events = random.nextInt(8) == 0 ? 150 : 1 + random.nextInt(20);
            for (int i = 0; i < MOST_RETRIES && !stop.isTold(); i++) {
                Attempt attempt = caller.publish(cluster.any(random), events);
                if (attempt.answer().outcome() == Attempt.Outcome.STORED || !pause(random, stop)) {
                    break;
                }
            }
        } while (pause(random, stop));
    }

    /** Tries the same again under one key, at another node perhaps, sometimes also what was acknowledged. */
    private void publishOnce(Random random, Stop stop) throws InterruptedException {
        do {
            Attempt attempt = caller.beginOnce(1 + random.nextInt(20));
            for (int i = 0; i < MOST_RETRIES; i++) {
                caller.tryOnce(cluster.any(random), attempt);
                boolean stored = attempt.answer().outcome() == Attempt.Outcome.STORED;
                if (stored && random.nextInt(4) != 0 || !pause(random, stop)) {
                    break;
                }
            }
        } while (pause(random, stop));
    }

    private boolean pause(Random random, Stop stop) throws InterruptedException {
        return stop.pause(random.nextInt(2 * settings.pace() + 1));
    }
}
