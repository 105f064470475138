package io.quarkiverse.journal.benchmarks.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.harness.Rounds;

/** What the indexes that are there for readers with filters cost those who publish. */
public final class IndexScenario implements Scenario {

    private static final List<String> OPTIONAL = List.of("event_kind", "event_key", "event_correlation", "event_time");
    private static final int COUNT = 100_000;
    private static final int CALLERS = 8;
    private static final Duration ROUND = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "indexes";
    }

    @Override
    public String question() {
        return "Events of 200 bytes with a kind, a key and a correlation id, which are in every index, published and appended into a "
                + "journal with all its indexes, and into others that miss one of the optional ones, or all four.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        SampleEvents events = new SampleEvents(200);
        List<WithoutIndex> journals = new ArrayList<>();
        try {
            journals.add(new WithoutIndex(database, "all indexes", "journal_all", List.of()));
            for (String index : OPTIONAL) {
                journals.add(new WithoutIndex(database, "without " + index, "journal_without_" + index, List.of(index)));
            }
            journals.add(new WithoutIndex(database, "without the four", "journal_without_four", OPTIONAL));
            rounds.compare("publish, flush, %,d events a round".formatted(COUNT), journals.stream()
                    .map(each -> each.measured(here -> new JournalPublish(here.journal(), events, COUNT))).toList());
            rounds.compare("append, %d callers".formatted(CALLERS), journals.stream()
                    .map(each -> each.measured(here -> new JournalAppend(here.journal(), events, CALLERS, ROUND))).toList());
        } finally {
            journals.forEach(WithoutIndex::close);
        }
    }
}
