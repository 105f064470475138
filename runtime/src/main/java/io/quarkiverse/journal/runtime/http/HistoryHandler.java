package io.quarkiverse.journal.runtime.http;

import static io.quarkiverse.journal.runtime.http.FrameWriter.ascii;

import java.util.List;
import java.util.function.Supplier;

import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.subscribe.HistoryPage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Answers with what is stored: a page of it as JSON, or a whole range of it as lines. */
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
        if (request.form() == MediaType.JSON) {
            if (page.more()) {
                exchange.response().putHeader("Link", "<" + exchange.request().path() + "?"
                        + query.encodedWith(request.range().descending() ? "before" : "since", next(page)) + ">; rel=\"next\"");
            }
            exchange.json(200, toJson(page));
            return;
        }
        try {
            streams.start(exchange, new NdjsonFrames(),
                    signal -> node.get().history().open(request.range(), page, request.limit(), signal));
        } catch (RuntimeException e) {
            exchange.refuse(FailureProblems.of(e));
        }
    }

    private static String next(HistoryPage page) {
        return page.events().get(page.events().size() - 1).cursor().toString();
    }

    private static Buffer toJson(HistoryPage page) {
        List<StoredEvent> events = page.events();
        Buffer out = Buffer.buffer(256 + events.stream().mapToInt(event -> event.json().length + 1).sum());
        out.appendBytes(ascii("{\"events\":["));
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                out.appendByte((byte) ',');
            }
            out.appendBytes(events.get(i).json());
        }
        out.appendBytes(ascii("],\"next\":" + (page.more() ? "\"" + next(page) + "\"" : "null")
                + ",\"first\":" + page.first() + ",\"head\":" + page.last()));
        if (!page.gaps().isEmpty()) {
            out.appendBytes(ascii(",\"gap\":{" + GapJson.members(page.gaps().get(0)) + "}"));
        }
        return out.appendByte((byte) '}');
    }
}
