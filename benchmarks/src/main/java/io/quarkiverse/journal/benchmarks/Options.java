package io.quarkiverse.journal.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param scenarios the names of the scenarios to run
 * @param rounds how many rounds count
 * @param events how many events the journal of {@code history} has
 * @param profile whether one more round of each contender is recorded by Java Flight Recorder
 */
record Options(List<String> scenarios, int rounds, long events, boolean profile) {

    private static final int DEFAULT_ROUNDS = 5;
    private static final long DEFAULT_EVENTS = 10_000_000;

    static Options parse(String[] args, Collection<String> known) {
        List<String> scenarios = new ArrayList<>();
        int rounds = DEFAULT_ROUNDS;
        long events = DEFAULT_EVENTS;
        boolean profile = false;
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            if (argument.equals("--profile")) {
                profile = true;
            } else if (argument.equals("--rounds") && !rest.isEmpty() && rest.peek().matches("[1-9]\\d{0,3}")) {
                rounds = Integer.parseInt(rest.pop());
            } else if (argument.equals("--events") && !rest.isEmpty() && rest.peek().matches("[1-9]\\d{4,8}")) {
                events = Long.parseLong(rest.pop());
            } else if (known.contains(argument)) {
                scenarios.add(argument);
            } else {
                throw new IllegalArgumentException("\"" + argument + "\" is not understood. Usage: benchmarks/run "
                        + "[--rounds N] [--events N] [--profile] [scenario …], with the scenarios " + String.join(", ", known));
            }
        }
        return new Options(scenarios.isEmpty() ? List.copyOf(known) : scenarios, rounds, events, profile);
    }
}
