package io.quarkiverse.journal.runtime.connector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.runtime.consume.ProcessedPrefix;

/**
 * How much may be asked of the journal, and what may go to the application, of one reading: no more is held that is not settled
 * than the limit, and no more is delivered than the application asked for. What is to be delivered again comes before
 * everything
 * else, and holds it back until its time has come.
 * <p>
 * Thread-safe. Does nothing by itself: whoever changes it looks what follows from that.
 */
final class IncomingFlow {

    /** No delivery waits for its time. */
    static final long NEVER = -1;

    private final int limit;
    private final int batchSize;
    private final int mostOutstanding;

    private final Deque<Arrival> arrived = new ArrayDeque<>();
    private final Deque<Redelivery> redeliveries = new ArrayDeque<>();
    private long demand;
    private int asked;
    private int unsettled;
    private int outstanding;
    private int sentinels;
    private boolean due;
    private boolean ended;
    private boolean completed;

    private record Arrival(@Nullable Event event, @Nullable CaughtUp sentinel, ProcessedPrefix.Entry entry) {
    }

    private record Redelivery(Delivery delivery, long due) {
    }

    /**
     * @param limit how many events may be held that are not settled
     * @param batchSize how many events make a message
     * @param mostOutstanding how many messages may be delivered that are not settled
     */
    IncomingFlow(int limit, int batchSize, int mostOutstanding) {
        this.limit = limit;
        this.batchSize = batchSize;
        this.mostOutstanding = mostOutstanding;
    }

    /** The application asks for more messages. */
    synchronized void demand(long more) {
        demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
    }

    /** Nothing is delivered from here any more: what the application has asked for and not got is somebody else's to give. */
    synchronized long surrender() {
        long left = demand;
        demand = 0;
        return left;
    }

    /** How many frames to ask the journal for, which counts as done. Few at a time only where nothing else is on its way. */
    synchronized int ask() {
        int more = limit - unsettled - asked;
        if (ended || more <= 0 || asked > 0 && more < Math.max(1, limit / 4)) {
            return 0;
        }
        asked += more;
        return more;
    }

    /**
     * An event came.
     *
     * @return whether it is the first of a batch
     */
    synchronized boolean arrived(Event event, ProcessedPrefix.Entry entry) {
        asked--;
        unsettled++;
        arrived.add(new Arrival(event, null, entry));
        return arrived.size() == 1;
    }

    /** The sentinel came, and is delivered. */
    synchronized void arrived(CaughtUp sentinel, ProcessedPrefix.Entry entry) {
        asked--;
        unsettled++;
        sentinels++;
        arrived.add(new Arrival(null, sentinel, entry));
    }

    /** A frame came that is not delivered. */
    synchronized void skipped() {
        asked--;
    }

    /** Nothing comes any more. */
    synchronized void ended() {
        ended = true;
    }

    /** A batch has waited for long enough. */
    synchronized void due() {
        due = !arrived.isEmpty();
    }

    /** What was delivered is settled. */
    synchronized void settled(Delivery delivery) {
        outstanding--;
        unsettled -= delivery.size();
    }

    /** What was delivered is to be delivered again, at a time by {@link System#nanoTime()}. */
    synchronized void redeliver(Delivery delivery, long when) {
        outstanding--;
        redeliveries.add(new Redelivery(delivery, when));
    }

    /** Whether anything that was delivered is not settled. */
    synchronized boolean isBusy() {
        return outstanding > 0;
    }

    /** What goes to the application now, which counts as delivered; {@code null} for nothing. */
    synchronized @Nullable Delivery next() {
        if (demand == 0 || outstanding >= mostOutstanding) {
            return null;
        }
        Redelivery first = redeliveries.peek();
        if (first != null) {
            return first.due() - System.nanoTime() > 0 ? null : delivered(redeliveries.remove().delivery());
        }
        int ready = ready();
        if (ready == 0) {
            Arrival head = arrived.peek();
            return head == null || head.sentinel() == null ? null : delivered(sentinel(arrived.remove()));
        }
        List<Event> events = new ArrayList<>(ready);
        List<ProcessedPrefix.Entry> entries = new ArrayList<>(ready);
        for (int i = 0; i < ready; i++) {
            Arrival next = arrived.remove();
            events.add(Objects.requireNonNull(next.event()));
            entries.add(next.entry());
        }
        due = false;
        return delivered(Delivery.of(events, entries));
    }

    /** How many events make the next message; 0 when it has to wait, or is none. */
    private int ready() {
        boolean whole = due || ended;
        if (!whole && sentinels == 0 && arrived.size() < batchSize) {
            return 0;
        }
        int events = 0;
        for (Arrival next : arrived) {
            if (next.event() == null || events == batchSize) {
                whole = true;
                break;
            }
            events++;
        }
        return whole || events == batchSize ? events : 0;
    }

    private Delivery sentinel(Arrival arrival) {
        sentinels--;
        return Delivery.of(Objects.requireNonNull(arrival.sentinel()), arrival.entry());
    }

    private Delivery delivered(Delivery delivery) {
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        outstanding++;
        return delivery;
    }

    /** Whether everything was delivered that ever will be, and nothing may come back; said once. */
    synchronized boolean completes() {
        if (completed || !ended || !arrived.isEmpty() || !redeliveries.isEmpty() || outstanding > 0) {
            return false;
        }
        completed = true;
        return true;
    }
}
