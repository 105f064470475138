package io.quarkiverse.journal.benchmarks.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.benchmarks.Scenario;
import io.quarkiverse.journal.benchmarks.database.Database;
import io.quarkiverse.journal.benchmarks.database.EventTable;
import io.quarkiverse.journal.benchmarks.database.JournalHere;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Rounds;

/** From a publisher to a reader who is caught up. */
public final class LiveScenario implements Scenario {

    private static final Duration ROUND = Duration.ofSeconds(2);

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
        try (JournalHere here = new JournalHere(database, Showcase.SCHEMA); Showcase showcase = Showcase.start(database)) {
            // The higher rate first: it warms the code up.
            for (int perSecond : new int[] { 1_000, 100 }) {
                compare(database, rounds, table, here.journal(), showcase, new Pace(perSecond, ROUND));
            }
        }
    }

    private static void compare(Database database, Rounds rounds, EventTable table, Journal journal, Showcase showcase,
            Pace pace) throws Exception {
        String suffix = "-" + pace.perSecond();
        try (PacedInserts inserts = new PacedInserts(database, table, pace);
                Reader java = new JavaReader(journal, "java" + suffix);
                Reader sse = new SseReader(showcase.journal("topics/http" + suffix + "/stream"));
                Reader other = new SseReader(showcase.journal("topics/other" + suffix + "/stream"))) {
            rounds.compareLatencies("%,d events/s".formatted(pace.perSecond()), List.of(
                    inserts,
                    new PublishToReader("append, Java subscriber of the same node", pace, append(journal, "java" + suffix),
                            java,
                            OptionalLong.of(ProcessHandle.current().pid())),
                    new PublishToReader("POST, SSE reader of the same node", pace,
                            post(showcase.journal("topics/http" + suffix + "/events")), sse, OptionalLong.of(showcase.pid())),
                    new PublishToReader("append, SSE reader of another node", pace, append(journal, "other" + suffix), other,
                            OptionalLong.of(showcase.pid()))));
        }
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
