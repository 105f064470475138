package io.quarkiverse.journal.runtime.subscribe;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * Events of a page that a reading holds for as long as {@link PageMemory} has room for them. Whoever has lost them reads them
 * again.
 * <p>
 * Thread-safe.
 */
final class Lease {

    private final PageMemory memory;
    private final long weight;
    private final AtomicReference<@Nullable List<StoredEvent>> events;

    Lease(PageMemory memory, List<StoredEvent> events) {
        this.memory = memory;
        this.weight = events.stream().mapToLong(StoredEvent::weight).sum();
        this.events = new AtomicReference<>(events);
    }

    long weight() {
        return weight;
    }

    /** The events, unless they are lost. They cannot be lost to whoever has this list. */
    @Nullable
    List<StoredEvent> look() {
        memory.used(this);
        return events.get();
    }

    /** Holds fewer events than before. */
    void narrow(UnaryOperator<List<StoredEvent>> some) {
        List<StoredEvent> all = events.get();
        if (all != null) {
            events.compareAndSet(all, some.apply(all));
        }
    }

    void lose() {
        events.set(null);
    }

    /** They are not needed any more. */
    void giveBack() {
        lose();
        memory.remove(this);
    }
}
