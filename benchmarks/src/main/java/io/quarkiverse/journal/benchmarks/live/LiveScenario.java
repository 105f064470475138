package io.quarkiverse.journal.benchmarks.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.EventTable;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.database.Transactions;
import io.quarkiverse.journal.benchmarks.harness.Rounds;

/** From a publisher to a reader who is caught up. */
public final class LiveScenario implements Scenario {

    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int CALLERS = 8;

    @Override
    public String name() {
        return "live";
    }

    @Override
    public String question() {
        return "Events with payloads of 200 bytes are published at a constant rate, whatever becomes of them; a reader is attached. "
                + "Every time is counted from the moment when the event was due to be sent, so it includes the way to the journal "
                + "and the commit. The limit is a plain insert and commit at the same rate: what a reader's time exceeds it by is "
                + "the journal's.";
    }

    @Override
    public void run(Database database, Rounds rounds) throws Exception {
        EventTable table = EventTable.create(database, "raw");
        database.execute("CREATE SEQUENCE raw.positions");
        Transactions transactions = new Transactions();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (JournalHere here = new JournalHere(database, Showcase.SCHEMA, transactions);
                Showcase showcase = Showcase.start(database)) {
            // The higher rate first: it warms the code up.
            for (int perSecond : new int[] { 1_000, 100 }) {
                compare(database, rounds, table, here.journal(), joined(here.journal(), transactions, callers), showcase,
                        new Pace(perSecond, ROUND));
            }
        } finally {
            callers.shutdown();
        }
    }

    private static void compare(Database database, Rounds rounds, EventTable table, Journal journal,
            BiFunction<String, String, CompletionStage<?>> joined, Showcase showcase, Pace pace) throws Exception {
        String suffix = "-" + pace.perSecond();
        try (PacedInserts inserts = new PacedInserts(database, table, pace);
                Reader java = new JavaReader(journal, "java" + suffix);
                Reader sse = new SseReader(showcase.journal("topics/http" + suffix + "/stream"));
                Reader other = new SseReader(showcase.journal("topics/other" + suffix + "/stream"));
                Reader joinedJava = new JavaReader(journal, "joined" + suffix);
                Reader joinedOther = new SseReader(showcase.journal("topics/joined-other" + suffix + "/stream"))) {
            rounds.compareLatencies("%,d events/s".formatted(pace.perSecond()), List.of(
                    inserts,
                    new PublishToReader("append, Java subscriber of the same node", pace, append(journal, "java" + suffix),
                            java,
                            OptionalLong.of(ProcessHandle.current().pid())),
                    new PublishToReader("POST, SSE reader of the same node", pace,
                            post(showcase.journal("topics/http" + suffix + "/events")), sse, OptionalLong.of(showcase.pid())),
                    new PublishToReader("append, SSE reader of another node", pace, append(journal, "other" + suffix), other,
                            OptionalLong.of(showcase.pid())),
                    new PublishToReader("transaction, Java subscriber of the same node", pace,
                            payload -> joined.apply("joined" + suffix, payload), joinedJava,
                            OptionalLong.of(ProcessHandle.current().pid())),
                    new PublishToReader("transaction, SSE reader of another node", pace,
                            payload -> joined.apply("joined-other" + suffix, payload), joinedOther,
                            OptionalLong.of(showcase.pid()))));
        }
    }

    private static BiFunction<String, String, CompletionStage<?>> joined(Journal journal, Transactions transactions,
            Executor callers) {
        return (topic, payload) -> CompletableFuture.runAsync(() -> {
            try {
                transactions.call(() -> {
                    journal.publish(topic, new RawJson(payload));
                    return null;
                });
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, callers);
    }

    private static Function<String, CompletionStage<?>> append(Journal journal, String topic) {
        return payload -> journal.append(topic, new RawJson(payload)).subscribeAsCompletionStage();
    }

    private static Function<String, CompletionStage<?>> post(URI events) {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return payload -> client.sendAsync(HttpRequest.newBuilder(events)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"payload\":" + payload + "}"))
                .build(), BodyHandlers.ofString())
                .thenAccept(response -> {
                    if (response.statusCode() != 201) {
                        throw new IllegalStateException("The answer was " + response.statusCode() + ": " + response.body());
                    }
                });
    }
}
