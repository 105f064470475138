package io.quarkiverse.journal.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.jboss.logging.Logger;

/**
 * Lets faults strike, one or two together, at random moments, and after each asks that everything becomes live again. Each kind
 * comes once before any comes by chance.
 */
final class Schedule {

    private static final Logger LOG = Logger.getLogger(Schedule.class);
    private static final int LONGEST_PEACE_MILLIS = 3_000;

    private final Map<String, Faults.Kind> kinds;
    private final Probe probe;
    private final Random random;
    private final Stop stop;
    private final List<String> due;
    private final Map<String, Integer> struck = new TreeMap<>();

    Schedule(Map<String, Faults.Kind> kinds, Probe probe, long seed, Stop stop) {
        this.kinds = kinds;
        this.probe = probe;
        this.random = new Random(seed);
        this.stop = stop;
        this.due = new ArrayList<>(kinds.keySet());
        Collections.shuffle(due, random);
    }

    /**
     * @param untilNanos when to end, once each kind has struck
     * @param atMostNanos when to end anyway
     */
    void run(long untilNanos, long atMostNanos) throws InterruptedException {
        while (System.nanoTime() - (due.isEmpty() ? untilNanos : atMostNanos) < 0
                && stop.pause(random.nextInt(LONGEST_PEACE_MILLIS))) {
            List<String> round = round();
            LOG.infof("Fault %d: %s", struck.values().stream().mapToInt(Integer::intValue).sum() + 1,
                    String.join(", and ", round));
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (String name : round) {
                Fault fault = kinds.get(name).fault();
                Random own = new Random(random.nextLong());
                running.add(CompletableFuture.runAsync(() -> strike(fault, own)));
            }
            running.forEach(CompletableFuture::join);
            round.forEach(name -> struck.merge(name, 1, Integer::sum));
            probe.requireLive(String.join(", and ", round));
        }
    }

    /** How often each kind struck. */
    Map<String, Integer> struck() {
        return struck;
    }

    private static void strike(Fault fault, Random random) {
        try {
            fault.strike(random);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One fault, or two of which each breaks something else. */
    private List<String> round() {
        List<String> chosen = new ArrayList<>();
        Set<Faults.Target> targets = EnumSet.noneOf(Faults.Target.class);
        int faults = random.nextInt(3) == 0 ? 2 : 1;
        for (int i = 0; i < faults; i++) {
            String name = chosen.isEmpty() && !due.isEmpty() ? due.remove(0) : pick();
            Faults.Target target = kinds.get(name).target();
            boolean alone = target == Faults.Target.ALL || targets.contains(Faults.Target.ALL);
            if (chosen.isEmpty() || !alone && !targets.contains(target)) {
                targets.add(target);
                chosen.add(name);
            }
        }
        due.removeAll(chosen);
        return chosen;
    }

    private String pick() {
        int all = kinds.values().stream().mapToInt(Faults.Kind::weight).sum();
        int at = random.nextInt(all);
        for (Map.Entry<String, Faults.Kind> kind : kinds.entrySet()) {
            at -= kind.getValue().weight();
            if (at < 0) {
                return kind.getKey();
            }
        }
        throw new IllegalStateException("The weights end before their sum");
    }
}
