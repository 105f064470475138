package io.quarkiverse.journal.runtime.http;

import java.util.function.Supplier;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.event.CloudEventJson;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.subscribe.HistoryPage;
import io.vertx.core.http.HttpHeaders;

/** Answers with what is stored: a page of it, or a whole range of it as lines. */
final class HistoryHandler {

    private final Supplier<JournalNode> node;
    private final StreamHandler streams;

    HistoryHandler(Supplier<JournalNode> node, StreamHandler streams) {
        this.node = node;
        this.streams = streams;
    }

    void history(Exchange exchange) {
        Query query = exchange.query();
        HistoryRequest request = HistoryRequest.parse(exchange.topic(), query,
                exchange.request().headers().getAll(HttpHeaders.ACCEPT));
        node.get().history().page(request.range(), request.since(), request.before(), request.firstPage()).subscribe().with(
                page -> exchange.run(() -> answer(exchange, query, request, page)),
                failure -> exchange.run(() -> exchange.refuse(FailureProblems.ofReading(failure, node.get()))));
    }

    private void answer(Exchange exchange, Query query, HistoryRequest request, HistoryPage page) {
        if (request.form() == MediaType.NDJSON) {
            lines(exchange, request, page);
            return;
        }
        if (page.more()) {
            exchange.response().putHeader("Link", "<" + exchange.request().path() + "?"
                    + query.encodedWith(request.range().descending() ? "before" : "since", PageBody.next(page))
                    + ">; rel=\"next\"");
        }
        switch (request.form()) {
            case CLOUDEVENTS -> exchange.ok(request.form(), PageBody.envelope(page, cloudEvents(exchange)::encode));
            case CLOUDEVENTS_BATCH -> {
                if (!page.gaps().isEmpty()) {
                    exchange.response().putHeader("Journal-Gap", PageBody.gap(page));
                }
                exchange.ok(request.form(), PageBody.batch(page, cloudEvents(exchange)::encode));
            }
            default -> exchange.json(200, PageBody.envelope(page, StoredEvent::json));
        }
    }

    private void lines(Exchange exchange, HistoryRequest request, HistoryPage page) {
        try {
            streams.start(exchange, new NdjsonFrames(),
                    signal -> node.get().history().open(request.range(), page, request.limit(), signal));
        } catch (RuntimeException e) {
            exchange.refuse(FailureProblems.of(e));
        }
    }

    /** The same event has the same source whether it is read from its topic or from the whole journal. */
    private static CloudEventJson cloudEvents(Exchange exchange) {
        String path = exchange.routing().normalizedPath();
        return new CloudEventJson(path.substring(0,
                path.lastIndexOf(exchange.topic() == null ? "/events" : "/topics/" + exchange.topic() + "/events")));
    }
}
