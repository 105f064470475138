package io.quarkiverse.journal.deployment.channels;

import static io.quarkiverse.journal.deployment.channels.Channels.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.messaging.IncomingJournalBatchMetadata;
import io.quarkiverse.journal.messaging.IncomingJournalMetadata;
import io.quarkus.test.QuarkusUnitTest;
import io.vertx.core.json.JsonObject;

/** Topics that flow into methods. */
class IncomingTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = application();

    private static QuarkusUnitTest application() {
        QuarkusUnitTest application = Channels.application(Handlers.class, Handlers.NoteIt.class, Order.class)
                .overrideConfigKey("quarkus.application.name", "shop")
                .overrideConfigKey("mp.messaging.incoming.batches.batch", "true")
                .overrideConfigKey("mp.messaging.incoming.batches.batch-size", "3")
                .overrideConfigKey("mp.messaging.incoming.batches.batch-wait-ms", "200")
                .overrideConfigKey("mp.messaging.incoming.patterns.topics", "p-*,other")
                .overrideConfigKey("mp.messaging.incoming.viewed.emit-sentinel", "true")
                .overrideConfigKey("mp.messaging.incoming.viewed.kinds", "order")
                .overrideConfigKey("mp.messaging.incoming.undecodable.failure-strategy", "dead-letter-topic")
                .overrideConfigKey("mp.messaging.incoming.undecodable.dead-letter-topic", "letters")
                .overrideConfigKey("mp.messaging.incoming.troubled.failure-strategy", "note-it")
                .overrideConfigKey("mp.messaging.outgoing.relayed.connector", "quarkus-journal");
        for (String channel : List.of("typed", "texts", "raw", "objects", "generic", "events", "blocking", "virtual",
                "asynchronous", "batches", "patterns", "viewed", "relay", "undecodable", "troubled")) {
            application.overrideConfigKey("mp.messaging.incoming." + channel + ".connector", "quarkus-journal");
        }
        return application;
    }

    @Inject
    Journal journal;

    @Inject
    Handlers handlers;

    private List<Object> got(String channel, int count) {
        await().atMost(SOON).until(() -> handlers.got(channel).size() >= count);
        return handlers.got(channel);
    }

    private void append(String topic, Object payload) {
        journal.append(topic, payload).await().atMost(SOON);
    }

    @Test
    void aPayloadIsWhatItsPublisherPublished() {
        Order order = new Order("tea", 2);
        append("typed", NewEvent.of(order).withKind("placed").withKey("k").withCorrelationId("c").withIndex(4)
                .withHeaders(Map.of("h", "v")));
        append("texts", "text");
        append("raw", new RawJson("[1,  2]"));
        append("objects", order);
        append("generic", Map.of("a", List.of(order)));
        append("events", order);
        append("asynchronous", order);
        assertThat(got("typed", 1)).containsExactly(order);
        assertThat(got("texts", 1)).containsExactly("text");
        assertThat(got("raw", 1)).containsExactly(new RawJson("[1,  2]"));
        assertThat(got("objects", 1)).containsExactly(new JsonObject().put("item", "tea").put("count", 2));
        assertThat(got("generic", 1)).containsExactly(Map.of("a", List.of(order)));
        assertThat(got("events", 1)).hasOnlyElementsOfType(Event.class);
        assertThat(got("asynchronous", 1)).containsExactly(order);
        IncomingJournalMetadata metadata = (IncomingJournalMetadata) got("typed-metadata", 1).get(0);
        Event stored = Channels.events(journal, "typed").get(0);
        assertThat(metadata).isEqualTo(new IncomingJournalMetadata("typed", "shop.typed", stored, 1));
        assertThat(metadata).returns("placed", IncomingJournalMetadata::kind).returns("k", IncomingJournalMetadata::key)
                .returns("c", IncomingJournalMetadata::correlationId).returns(4L, IncomingJournalMetadata::index)
                .returns(Map.of("h", "v"), IncomingJournalMetadata::headers)
                .returns("typed", IncomingJournalMetadata::topic);
    }

    @Test
    void methodsThatBlockRunWhereTheyMay() {
        append("blocking", new Order("a", 1));
        append("virtual", new Order("a", 1));
        assertThat(got("blocking", 1)).containsExactly(true);
        assertThat(got("virtual", 1)).containsExactly(true);
    }

    @Test
    void batchesAreCutBySizeAndTime() {
        journal.appendAll("batches", IntStream.range(0, 7).mapToObj(i -> NewEvent.of(new Order("o", i))).toList())
                .await().atMost(SOON);
        await().atMost(SOON)
                .until(() -> handlers.got("batches").stream().mapToInt(batch -> ((List<?>) batch).size()).sum() == 7);
        assertThat(handlers.got("batches")).allSatisfy(batch -> assertThat((List<?>) batch).hasSizeBetween(1, 3));
        assertThat(handlers.got("batches").stream().flatMap(batch -> ((List<?>) batch).stream()))
                .extracting(order -> ((Order) order).count()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat((IncomingJournalBatchMetadata) got("batches-metadata", 1).get(0))
                .returns("shop.batches", IncomingJournalBatchMetadata::consumer);
    }

    @Test
    void severalTopicsAndBeginningsOfNames() {
        append("p-1", 1);
        append("not-p", 1);
        append("p-2", 1);
        append("other", 1);
        assertThat(got("patterns", 3)).containsExactly("p-1", "p-2", "other");
    }

    @Test
    void theSentinelIsAMessageAndWhatIsFilteredIsNone() {
        append("viewed", NewEvent.of(new Order("no", 1)).withKind("other"));
        append("viewed", NewEvent.of(new Order("yes", 1)).withKind("order"));
        assertThat(got("viewed", 2)).containsExactly("caught up", new Order("yes", 1));
    }

    @Test
    void aMethodBetweenTwoTopics() {
        append("relay", new Order("tea", 1));
        append("relay", new Order("milk", 1));
        await().atMost(SOON).until(() -> Channels.payloads(journal, "relayed").size() == 2);
        assertThat(Channels.payloads(journal, "relayed")).containsExactly("\"tea\"", "\"milk\"");
    }

    @Test
    void whatCannotBeReadFails() {
        append("undecodable", "no order");
        append("undecodable", new Order("yes", 1));
        assertThat(got("undecodable", 1)).containsExactly(new Order("yes", 1));
        Event letter = Channels.events(journal, "letters").get(0);
        assertThat(letter.payload().value()).isEqualTo("\"no order\"");
        assertThat(letter.headers().get("dead-letter-reason")).contains("PayloadEncodingException").contains("Order");
    }

    @Test
    void anApplicationsOwnStrategyDecides() {
        append("troubled", 1);
        append("troubled", 2);
        append("troubled", 3);
        assertThat(got("troubled", 2)).containsExactly(1, 3);
        assertThat(got("noted", 1)).containsExactly("2 on troubled");
    }
}
