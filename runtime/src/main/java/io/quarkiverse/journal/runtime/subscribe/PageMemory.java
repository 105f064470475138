package io.quarkiverse.journal.runtime.subscribe;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * What all readings of a node together hold of pages. When it gets too much, the reading that has not looked at its page for
 * the longest loses it: a reader that has stopped costs nothing but its place, however many of them there are.
 * <p>
 * Thread-safe.
 */
final class PageMemory implements Question.Custody<Leased<?>> {

    private final long most;
    /** In the order of their last use. */
    private final Map<Lease, Lease> held = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /**
     * @param most how many bytes, about; a single page may exceed it when it is alone
     */
    PageMemory(long most) {
        this.most = most;
    }

    Lease lease(List<StoredEvent> events) {
        return new Lease(this, events);
    }

    @Override
    public void keep(Leased<?> page) {
        keep(page.lease());
    }

    @Override
    public void drop(Leased<?> page) {
        page.lease().giveBack();
    }

    private synchronized void keep(Lease lease) {
        weight += lease.weight();
        Iterator<Lease> oldest = held.keySet().iterator();
        while (weight > most && oldest.hasNext()) {
            Lease lost = oldest.next();
            oldest.remove();
            weight -= lost.weight();
            lost.lose();
        }
        held.put(lease, lease);
    }

    synchronized void used(Lease lease) {
        held.get(lease);
    }

    synchronized void remove(Lease lease) {
        if (held.remove(lease) != null) {
            weight -= lease.weight();
        }
    }

    /** Whether there is so little room that nothing should be read ahead. */
    synchronized boolean isTight() {
        return weight > most / 2;
    }

    synchronized long weight() {
        return weight;
    }
}
