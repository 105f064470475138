package io.quarkiverse.journal.runtime.publish;

import io.quarkiverse.journal.InvalidEventException;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Checks an event and encodes it, at the call.
 */
public final class EventEncoder {

    /**
     * @throws InvalidEventException when a part is refused; {@link InvalidEventException#field()} says which
     */
    public EventData encode(String topic, NewEvent event) {
        throw new IllegalStateException();
    }
}
