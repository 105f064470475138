package io.quarkiverse.journal.benchmarks.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Has contenders compared: in each round all of them, one after the other, so that what else happens on the machine meets them
 * alike. Every other round goes backwards, since whoever follows a heavy contender inherits its dirty pages.
 */
public final class Rounds {

    private final String scenario;
    private final int rounds;
    private final Settling settling;
    private final Profiler profiler;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Listing> listings = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /** Brings the server to rest between measurements. */
    @FunctionalInterface
    public interface Settling {

        void settle() throws Exception;
    }

    /**
     * @param rounds how many rounds count; one before them does not
     */
    public Rounds(String scenario, int rounds, Settling settling, Profiler profiler) {
        this.scenario = scenario;
        this.rounds = rounds;
        this.settling = settling;
        this.profiler = profiler;
    }

    /**
     * Compares contenders.
     *
     * @param name what distinguishes this comparison from others of the scenario
     * @param contenders the first is what the others are set in proportion to
     */
    public void compare(String name, List<Contender> contenders) throws Exception {
        comparisons.add(new Comparison(name, Comparison.EVENTS, measure(name, contenders, 0)));
    }

    /** Compares contenders whose rounds take minutes, and who are warm already: each round counts. */
    public void compareWarm(String name, List<Contender> contenders) throws Exception {
        comparisons.add(new Comparison(name, Comparison.EVENTS, measure(name, contenders, 1)));
    }

    /** Compares contenders that work at a given rate: only their latencies tell something. */
    public void compareLatencies(String name, List<Contender> contenders) throws Exception {
        comparisons.add(new Comparison(name, null, measure(name, contenders, 0)));
    }

    /**
     * Adds what was measured beside the rates.
     *
     * @param unit of the values
     * @param values by what they are values of, one for each round that counts; the first is what the others are set in
     *        proportion to
     */
    public void note(String name, String unit, Map<String, List<Double>> values) {
        List<Outcome> outcomes = new ArrayList<>();
        values.forEach((of, each) -> {
            Outcome outcome = new Outcome(of);
            each.subList(each.size() - rounds, each.size()).forEach(value -> outcome.add(new Measurement(value, Map.of())));
            outcomes.add(outcome);
        });
        comparisons.add(new Comparison(name, unit, outcomes));
    }

    /** Adds what was looked at besides. */
    public void list(Listing listing) {
        listings.add(listing);
    }

    /** Notes that something is not as it has to be. The run goes on, and fails. */
    public void violated(String what) {
        System.out.println("NOT AS IT HAS TO BE: " + scenario + ", " + what);
        violations.add(what);
    }

    /**
     * @param first the number of the first round; that of number 0 does not count
     */
    private List<Outcome> measure(String name, List<Contender> contenders, int first) throws Exception {
        List<Outcome> outcomes = contenders.stream().map(contender -> new Outcome(contender.name())).toList();
        for (int round = first; round <= rounds; round++) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < contenders.size(); i++) {
                order.add(i);
            }
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            StringBuilder line = new StringBuilder("%s, %s, round %d:".formatted(scenario, name, round));
            for (int i : order) {
                settling.settle();
                Measurement measurement = contenders.get(i).round();
                line.append(" [%s %,.0f/s]".formatted(contenders.get(i).name(), measurement.perSecond()));
                if (round > 0) {
                    outcomes.get(i).add(measurement);
                }
            }
            System.out.println(line);
        }
        for (Contender contender : contenders) {
            settling.settle();
            profiler.record(scenario + "-" + name + "-" + contender.name(), contender);
        }
        return outcomes;
    }

    public List<Comparison> comparisons() {
        return List.copyOf(comparisons);
    }

    public List<Listing> listings() {
        return List.copyOf(listings);
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }
}
