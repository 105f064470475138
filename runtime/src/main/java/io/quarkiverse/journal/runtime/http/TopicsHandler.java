package io.quarkiverse.journal.runtime.http;

import static io.quarkiverse.journal.runtime.http.FrameWriter.ascii;

import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.TopicNames;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.store.SqlReader;
import io.quarkiverse.journal.runtime.store.TopicList;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Answers with what there is to know of topics: of one, or of a page of them by their names. */
final class TopicsHandler {

    private static final List<MediaType> FORMS = List.of(MediaType.JSON);

    private final Supplier<JournalNode> node;

    TopicsHandler(Supplier<JournalNode> node) {
        this.node = node;
    }

    void topic(Exchange exchange) {
        String topic = Objects.requireNonNull(exchange.topic(), "topic");
        if (!TopicNames.isValid(topic)) {
            throw new RefusedException(Problem.badRequest(String.valueOf(new InvalidTopicException(topic).getMessage())));
        }
        negotiate(exchange);
        TopicList list = new TopicList(node.get().tables());
        read(exchange, connection -> list.one(connection, topic),
                (answered, entry) -> {
                    Buffer out = Buffer.buffer(256);
                    append(out, entry);
                    answered.json(200, out);
                });
    }

    void topics(Exchange exchange) {
        negotiate(exchange);
        Query query = exchange.query();
        String prefix = Objects.requireNonNullElse(query.single("prefix"), "");
        String since = Objects.requireNonNullElse(query.single("since"), "");
        int limit = (int) Limit.of(query, Limit.DEFAULT);
        TopicList list = new TopicList(node.get().tables());
        // One more tells whether there are more.
        read(exchange, connection -> list.page(connection, prefix, since, limit + 1),
                (answered, found) -> answer(answered, query, found, limit));
    }

    private static void negotiate(Exchange exchange) {
        MediaType.negotiate(exchange.request().headers().getAll(HttpHeaders.ACCEPT), FORMS);
    }

    private <T> void read(Exchange exchange, SqlReader<T> work, BiConsumer<Exchange, T> answer) {
        node.get().readers().read(work).subscribe().with(
                found -> exchange.run(() -> answer.accept(exchange, found)),
                failure -> exchange.run(() -> exchange.refuse(FailureProblems.ofReading(failure, node.get()))));
    }

    private static void answer(Exchange exchange, Query query, List<TopicList.Entry> found, int limit) {
        List<TopicList.Entry> topics = found.size() > limit ? found.subList(0, limit) : found;
        Buffer out = Buffer.buffer(64 + 160 * topics.size());
        out.appendBytes(ascii("{\"topics\":["));
        for (int i = 0; i < topics.size(); i++) {
            if (i > 0) {
                out.appendByte((byte) ',');
            }
            append(out, topics.get(i));
        }
        String next = "null";
        if (found.size() > limit) {
            String last = topics.get(limit - 1).name();
            next = '"' + last + '"';
            exchange.response().putHeader("Link",
                    "<" + exchange.request().path() + "?" + query.encodedWith("since", last) + ">; rel=\"next\"");
        }
        exchange.json(200, out.appendBytes(ascii("],\"next\":" + next + "}")));
    }

    /** A topic's name is ASCII, and has nothing that JSON would escape. */
    private static void append(Buffer out, TopicList.Entry topic) {
        out.appendBytes(ascii("{\"name\":\"" + topic.name() + "\",\"first\":" + topic.first() + ",\"last\":" + topic.last()
                + ",\"count\":" + topic.count() + ",\"closed\":" + topic.closed()
                + (topic.created() == null ? "" : ",\"created\":\"" + topic.created() + '"') + "}"));
    }
}
