package io.quarkiverse.journal.runtime.http;

import static io.quarkiverse.journal.runtime.http.FrameWriter.ascii;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.subscribe.HistoryPage;
import io.vertx.core.buffer.Buffer;

/** A page of history as JSON: an object with the events and where they are, or the events alone. */
final class PageBody {

    private PageBody() {
    }

    static Buffer envelope(HistoryPage page, Function<StoredEvent, byte[]> json) {
        Buffer out = events(page, json, "{\"events\":");
        out.appendBytes(ascii(",\"next\":" + (page.more() ? "\"" + next(page) + "\"" : "null")
                + ",\"first\":" + page.first() + ",\"head\":" + page.last()));
        if (!page.gaps().isEmpty()) {
            out.appendBytes(ascii(",\"gap\":" + gap(page)));
        }
        return out.appendByte((byte) '}');
    }

    static Buffer batch(HistoryPage page, Function<StoredEvent, byte[]> json) {
        return events(page, json, "");
    }

    /** The first gap of a page that has one. */
    static String gap(HistoryPage page) {
        return '{' + GapJson.members(page.gaps().get(0)) + '}';
    }

    /** Where to go on after a page that is not the last one. */
    static String next(HistoryPage page) {
        return page.events().get(page.events().size() - 1).cursor().toString();
    }

    private static Buffer events(HistoryPage page, Function<StoredEvent, byte[]> json, String before) {
        List<byte[]> events = new ArrayList<>(page.events().size());
        int length = 256;
        for (StoredEvent event : page.events()) {
            byte[] encoded = json.apply(event);
            events.add(encoded);
            length += encoded.length + 1;
        }
        Buffer out = Buffer.buffer(length).appendBytes(ascii(before)).appendByte((byte) '[');
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                out.appendByte((byte) ',');
            }
            out.appendBytes(events.get(i));
        }
        return out.appendByte((byte) ']');
    }
}
