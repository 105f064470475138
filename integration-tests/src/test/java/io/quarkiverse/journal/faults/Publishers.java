package io.quarkiverse.journal.faults;

import java.time.Duration;
import java.util.Random;

/** What each of the run's publishers does, again and again. */
final class Publishers {

    /** Each of its events is published by a caller that names the one before. */
    static final String CHAIN = "chain";

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
        crew.run("once-1", (random, stop) -> publishOnce(random, stop, caller::tryOnce));
        crew.run("once-2", (random, stop) -> publishOnce(random, stop, caller::tryWithIds));
        crew.run("chain-1", this::publishAfter);
        crew.run("chain-2", this::publishAfter);
    }

    private void append(Random random, Stop stop) throws InterruptedException {
        do {
            caller.append(cluster.answering(random));
        } while (pause(random, stop));
    }

    private void importAll(Random random, Stop stop) throws InterruptedException {
        do {
            caller.importAll(cluster.answering(random), few(random, 40, 800));
        } while (pause(random, stop));
    }

    private void enter(Random random, Stop stop) throws InterruptedException {
        do {
            caller.enter(cluster.answering(random), few(random, 5, 50), random.nextInt(4) == 0);
        } while (pause(random, stop));
    }

    /** Tries again what was not acknowledged, at another node perhaps. More than 100 events go to the server by COPY. */
    private void publish(Random random, Stop stop) throws InterruptedException {
        do {
            int events = few(random, 20, 1_000);
            for (int i = 0; i < MOST_RETRIES && !stop.isTold(); i++) {
                Attempt attempt = caller.publish(cluster.answering(random), events);
                if (attempt.isStored() || !pause(random, stop)) {
                    break;
                }
            }
        } while (pause(random, stop));
    }

    /** Makes a try that is harmless to repeat. */
    private interface Try {

        void at(Node node, Attempt attempt) throws InterruptedException;
    }

    /** Tries the same again, at another node perhaps, sometimes also what was acknowledged. */
    private void publishOnce(Random random, Stop stop, Try once) throws InterruptedException {
        do {
            Attempt attempt = caller.beginOnce(few(random, 20, 200));
            for (int i = 0; i < MOST_RETRIES; i++) {
                once.at(cluster.answering(random), attempt);
                if (attempt.isStored() && random.nextInt(4) != 0 || !pause(random, stop)) {
                    break;
                }
            }
        } while (pause(random, stop));
    }

    /** Compares and appends; from an answer it knows where the end is, and after none it asks by another attempt. */
    private void publishAfter(Random random, Stop stop) throws InterruptedException {
        long end = 0;
        do {
            end = Math.max(end, caller.publishAfter(cluster.answering(random), CHAIN, end));
        } while (pause(random, stop));
    }

    /** Few events, or many. */
    private static int few(Random random, int few, int many) {
        return 1 + random.nextInt(random.nextBoolean() ? many : few);
    }

    private boolean pause(Random random, Stop stop) throws InterruptedException {
        return stop.pause(random.nextInt(2 * settings.pace() + 1));
    }
}
