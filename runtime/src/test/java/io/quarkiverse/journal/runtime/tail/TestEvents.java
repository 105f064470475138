package io.quarkiverse.journal.runtime.tail;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.StoredEvent;

final class TestEvents {

    private TestEvents() {
    }

    static StoredEvent event(long position, String topic, int payloadBytes) {
        return new StoredEvent(new EventData(topic, "event", "id" + position, 0, null, null, null, null, null, null,
                new byte[payloadBytes]), position, "abcdefgh");
    }

    static StoredEvent event(long position) {
        return event(position, "t", 1);
    }

    static List<StoredEvent> events(long first, long last) {
        List<StoredEvent> events = new ArrayList<>();
        for (long position = first; position <= last; position++) {
            events.add(event(position));
        }
        return events;
    }
}
