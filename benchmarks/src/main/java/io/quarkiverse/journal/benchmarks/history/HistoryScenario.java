package io.quarkiverse.journal.benchmarks.history;

import java.net.http.HttpClient;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Listing;
import io.quarkiverse.journal.benchmarks.harness.Rounds;
import io.quarkiverse.journal.runtime.store.JournalPools;

/** Pages of the history of a large topic, and the plans behind them. */
public final class HistoryScenario implements Scenario {

    /** What is rare has to be answered within this, also with the page's way over HTTP. */
    private static final double RARE_MILLIS = 10;
    /** No more of the log may be sorted for one page. */
    private static final double SORTED = 0.05;
    private static final int PART = 1_000_000;
    private static final List<String> OPTIONAL = List.of("event_kind", "event_key", "event_correlation", "event_time");

    private final long count;

    public HistoryScenario(long count) {
        this.count = count;
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String question() {
        return "Pages of %d events out of a journal of %,d, nearly all in one topic, asked for by HTTP of the packaged showcase, by "
                .formatted(Question.LIMIT, count)
                + "one client, warm; and how PostgreSQL finds them, in the journal's own sessions. Ten events have the rare kind and "
                + "the rare key, five an order's correlationId.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        List<Question> questions = Questions.of(count);
        Map<Question, Plan> plans = new LinkedHashMap<>();
        try (JournalHere here = new JournalHere(database, Showcase.SCHEMA)) {
            rounds.list(fill(here.journal()));
            database.execute("VACUUM ANALYZE");
            rounds.list(sizes(database));
            database.settle();
            plans.putAll(plans(here, questions));
            rounds.list(listing("Plans of pages of history", plans));
            rounds.list(listing("Plans of pages of streams", streamPlans(here, questions)));
        }
        plans.forEach((question, plan) -> check(question, plan, rounds));
        try (Showcase showcase = Showcase.start(database)) {
            measure(showcase, plans, rounds);
        }
        for (String index : OPTIONAL) {
            database.execute("DROP INDEX %s.%s".formatted(Showcase.SCHEMA, index));
        }
        try (JournalHere here = new JournalHere(database, Showcase.SCHEMA)) {
            withoutIndexes(plans(here, questions.stream().filter(Question::rare).toList()), plans, rounds);
        }
    }

    private Listing fill(Journal journal) throws InterruptedException {
        SkewedEvents events = new SkewedEvents(count);
        List<List<String>> rows = new ArrayList<>();
        for (long from = 0; from < count; from += PART) {
            long to = Math.min(count, from + PART);
            long start = System.nanoTime();
            for (long number = from; number < to; number++) {
                journal.publish(events.topic(number), events.event(number));
            }
            if (!journal.flush(Duration.ofMinutes(1))) {
                throw new IllegalStateException("The events were not written within a minute");
            }
            double rate = (to - from) * 1e9 / (System.nanoTime() - start);
            System.out.printf("history, filled to %,d: %,.0f/s%n", to, rate);
            rows.add(List.of("%,d to %,d".formatted(from, to), "%,.0f".formatted(rate)));
        }
        return new Listing("Publishing into it, with all indexes", List.of("events", "events/s"), rows);
    }

    private static Listing sizes(Database database) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT p.relname, pg_size_pretty(sum(pg_relation_size(i.inhrelid)))
                        FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
                        WHERE p.relnamespace = '%s'::regnamespace GROUP BY p.relname
                        ORDER BY sum(pg_relation_size(i.inhrelid)) DESC""".formatted(Showcase.SCHEMA))) {
            while (row.next()) {
                rows.add(List.of(row.getString(1), row.getString(2)));
            }
        }
        return new Listing("Sizes", List.of("table or index", "size"), rows);
    }

    private Map<Question, Plan> plans(JournalHere here, List<Question> questions) throws Exception {
        Map<Question, Plan> plans = new LinkedHashMap<>();
        try (JournalPools pools = pools(here); Connection reader = pools.reader()) {
            Plans explained = new Plans(reader, Showcase.SCHEMA);
            for (Question question : questions) {
                plans.put(question, explained.ofHistory(question, count));
            }
        }
        return plans;
    }

    /** Streams go forwards, and have no ranges of time. */
    private static Map<Question, Plan> streamPlans(JournalHere here, List<Question> questions) throws Exception {
        Map<Question, Plan> plans = new LinkedHashMap<>();
        try (JournalPools pools = pools(here); Connection reader = pools.reader()) {
            Plans explained = new Plans(reader, Showcase.SCHEMA);
            for (Question question : questions) {
                if (!question.descending() && question.from() == null && question.to() == null) {
                    plans.put(question, explained.ofStream(question));
                }
            }
        }
        return plans;
    }

    private static JournalPools pools(JournalHere here) {
        return new JournalPools(here.application(), 1, Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    private static Listing listing(String name, Map<Question, Plan> plans) {
        return new Listing(name,
                List.of("asked for", "events", "statements", "rows visited", "rows sorted", "blocks", "ms", "plan"),
                plans.entrySet().stream().map(each -> row(each.getKey(), each.getValue())).toList());
    }

    private static List<String> row(Question question, Plan plan) {
        return List.of(question.name(), "%,d".formatted(plan.rows()), Integer.toString(plan.statements()),
                "%,d".formatted(plan.visited()),
                "%,d".formatted(plan.sorted()), "%,d".formatted(plan.blocks()), "%.2f".formatted(plan.millis()), plan.steps());
    }

    private void check(Question question, Plan plan, Rounds rounds) {
        if (plan.scanned() > 0) {
            rounds.violated("%s: %,d rows were scanned without an index: %s".formatted(question.name(), plan.scanned(),
                    plan.steps()));
        }
        if (plan.sorted() > SORTED * count) {
            rounds.violated("%s: %,d rows were sorted: %s".formatted(question.name(), plan.sorted(), plan.steps()));
        }
    }

    private static void measure(Showcase showcase, Map<Question, Plan> plans, Rounds rounds) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        List<HttpQuestion> asked = new ArrayList<>();
        for (Map.Entry<Question, Plan> each : plans.entrySet()) {
            asked.add(new HttpQuestion(each.getKey(), client, showcase, Math.min(each.getValue().rows(), Question.LIMIT)));
        }
        rounds.compareLatencies("Pages of %d, GET …/events".formatted(Question.LIMIT), List.copyOf(asked));
        for (HttpQuestion each : asked) {
            if (each.question().rare() && each.millisAt(99) > RARE_MILLIS) {
                rounds.violated("%s: 1 in 100 took longer than %.1f ms".formatted(each.name(), each.millisAt(99)));
            }
        }
    }

    private static void withoutIndexes(Map<Question, Plan> without, Map<Question, Plan> with, Rounds rounds) {
        without.forEach((question, plan) -> {
            if (plan.rows() != with.get(question).rows()) {
                rounds.violated("%s: %d events without the optional indexes, and %d with them".formatted(question.name(),
                        plan.rows(), with.get(question).rows()));
            }
        });
        rounds.list(listing("Without event_kind, event_key, event_correlation and event_time", without));
    }
}
