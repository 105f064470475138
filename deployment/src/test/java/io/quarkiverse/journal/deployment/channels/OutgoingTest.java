package io.quarkiverse.journal.deployment.channels;

import static io.quarkiverse.journal.deployment.channels.Channels.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.InvalidEventException;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.messaging.OutgoingJournalMetadata;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;

class OutgoingTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = Channels.application()
            .overrideConfigKey("mp.messaging.outgoing.orders.connector", "quarkus-journal")
            .overrideConfigKey("mp.messaging.outgoing.payments.connector", "quarkus-journal")
            .overrideConfigKey("mp.messaging.outgoing.payments.topic", "paid")
            .overrideConfigKey("mp.messaging.outgoing.payments.kind", "payment")
            .overrideConfigKey("mp.messaging.outgoing.payments.key", "somebody")
            .overrideConfigKey("mp.messaging.outgoing.numbers.connector", "quarkus-journal");

    private record Order(String item, int count) {
    }

    @ApplicationScoped
    static class Numbers {

        @Outgoing("numbers")
        Multi<Integer> numbers() {
            return Multi.createFrom().range(0, 20_000);
        }
    }

    @Inject
    Journal journal;

    @Inject
    @Channel("orders")
    Emitter<Object> orders;

    @Inject
    @Channel("payments")
    MutinyEmitter<Object> payments;

    @Test
    void whatIsSentIsDurableOnceItIsAcknowledged() throws Exception {
        orders.send(new Order("tea", 2)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        orders.send("text").toCompletableFuture().get(30, TimeUnit.SECONDS);
        orders.send(new RawJson("[1, 2]")).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(Channels.payloads(journal, "orders")).contains("{\"item\":\"tea\",\"count\":2}", "\"text\"", "[1, 2]");
    }

    @Test
    void attributesNameTopicKindAndKey() {
        payments.sendAndAwait(1);
        Event event = last("paid");
        assertThat(event.kind()).isEqualTo("payment");
        assertThat(event.key()).isEqualTo("somebody");
    }

    @Test
    void metadataComesBeforeAttributes() {
        Instant time = Instant.parse("2026-01-02T03:04:05.000006Z");
        OutgoingMessageMetadata<Receipt> result = new OutgoingMessageMetadata<>();
        payments.sendMessageAndAwait(Message.<Object> of("m").addMetadata(result)
                .addMetadata(OutgoingJournalMetadata.empty().withTopic("elsewhere").withKind("refund").withId("refund-1")
                        .withTime(time).withKey("k").withCorrelationId("c").withIndex(7).withHeaders(Map.of("h", "v"))));
        Event event = last("elsewhere");
        assertThat(event).returns("refund", Event::kind).returns("refund-1", Event::id).returns(time, Event::time)
                .returns("k", Event::key).returns("c", Event::correlationId).returns(7L, Event::index)
                .returns(Map.of("h", "v"), Event::headers);
        assertThat(result.getResult().last()).isEqualTo(event.position());
    }

    @Test
    void anIdIsStoredOnce() {
        for (int i = 0; i < 3; i++) {
            payments.sendMessageAndAwait(Message.<Object> of(1)
                    .addMetadata(OutgoingJournalMetadata.empty().withTopic("once").withId("the-same")));
        }
        assertThat(Channels.payloads(journal, "once")).containsExactly("1");
    }

    @Test
    void aPayloadThatIsAnEventIsTakenAsItIs() {
        payments.sendAndAwait(NewEvent.of(3).withKind("three").withKey("three"));
        Event event = last("paid");
        assertThat(event).returns("three", Event::kind).returns("three", Event::key);
        payments.sendMessageAndAwait(Message.<Object> of(event)
                .addMetadata(OutgoingJournalMetadata.empty().withTopic("carried")));
        assertThat(last("carried")).returns(event.id(), Event::id).returns("three", Event::kind)
                .returns(event.payload(), Event::payload);
    }

    @Test
    void whatIsRefusedIsSaidWithItsReason() {
        assertThatThrownBy(() -> orders.send(NewEvent.of(1).withKind("no kind")).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class).hasCauseInstanceOf(InvalidEventException.class);
        assertThatThrownBy(() -> payments.sendMessageAndAwait(Message.<Object> of(1)
                .addMetadata(OutgoingJournalMetadata.empty().withTopic("no topic"))))
                .isInstanceOf(InvalidEventException.class);
        journal.close("closed").await().atMost(SOON);
        assertThatThrownBy(() -> payments.sendMessageAndAwait(Message.<Object> of(1)
                .addMetadata(OutgoingJournalMetadata.empty().withTopic("closed"))))
                .isInstanceOf(TopicClosedException.class);
        // The channel goes on.
        payments.sendAndAwait("after");
        assertThat(last("paid").payload().value()).isEqualTo("\"after\"");
    }

    @Test
    void aMessageJoinsTheCallersTransaction() {
        QuarkusTransaction.requiringNew().run(() -> {
            payments.sendMessageAndAwait(inTransaction("in"));
            QuarkusTransaction.suspendingExisting()
                    .run(() -> assertThat(Channels.payloads(journal, "transaction")).isEmpty());
        });
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
            payments.sendMessageAndAwait(inTransaction("rolled-back"));
            throw new IllegalStateException("roll back");
        })).hasMessage("roll back");
        payments.sendMessageAndAwait(inTransaction("out"));
        assertThat(Channels.payloads(journal, "transaction")).containsExactly("\"in\"", "\"out\"");
    }

    private static Message<Object> inTransaction(String payload) {
        return Message.<Object> of(payload).addMetadata(OutgoingJournalMetadata.empty().withTopic("transaction"));
    }

    @Test
    void aBurstFarBeyondTheEmittersBufferIsTaken() {
        int burst = 9_000;
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < burst; i++) {
            sent.add(payments.sendMessage(Message.<Object> of(i)
                    .addMetadata(OutgoingJournalMetadata.empty().withTopic("burst"))).subscribeAsCompletionStage());
        }
        sent.forEach(CompletableFuture::join);
        assertThat(Channels.payloads(journal, "burst"))
                .containsExactlyElementsOf(IntStream.range(0, burst).mapToObj(Integer::toString).toList());
    }

    @Test
    void aStreamOfMoreThanTheQueueIsPublishedInItsOrder() {
        List<String> read = journal.events(io.quarkiverse.journal.Subscription.to("numbers")).select().first(20_000)
                .map(event -> event.payload().value()).collect().asList().await().atMost(SOON);
        assertThat(read).containsExactlyElementsOf(IntStream.range(0, 20_000).mapToObj(Integer::toString).toList());
    }

    private Event last(String topic) {
        List<Event> events = Channels.events(journal, topic);
        return events.get(events.size() - 1);
    }
}
