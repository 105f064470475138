package io.quarkiverse.journal.runtime.tail;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.event.StoredEvent;

/**
 * What this node knows of the journal's end: the newest events, shared by all its readers, and who waits for more.
 * <p>
 * It takes events from the node's own writer as soon as they are committed, and from PostgreSQL what other nodes wrote;
 * whichever comes first, in the order of positions and each once.
 * <p>
 * Thread-safe. Reading takes no lock; parking and appending take a short one.
 */
public final class Tail {

    private static final Logger LOG = Logger.getLogger(Tail.class);

    private final Ring ring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ParkedReaders parked = new ParkedReaders();
    /** The highest position that was refused since events before it were missing; guarded by the lock. */
    private long refused;
    private volatile Rewind rewind = Rewind.NONE;
    private volatile boolean closed;

    public Tail(int bufferSize, long bufferBytes, long head) {
        this.ring = new Ring(bufferSize, bufferBytes, head);
    }

    /** The highest position that the node's readers can see in memory. */
    public long head() {
        return ring.head();
    }

    /** Whether the event at a position is in memory, or will be the next to come. */
    public boolean covers(long position) {
        return position >= ring.low() && position <= ring.head() + 1;
    }

    /**
     * The event at a position.
     *
     * @return {@code null} when memory does not hold it, or not any more
     */
    public @Nullable StoredEvent get(long position) {
        return ring.get(position);
    }

    /**
     * Takes events that are committed. Those that are known already are passed over.
     *
     * @param events consecutive events
     * @return whether the tail now reaches their end; if not, events before them are missing
     */
    public boolean append(List<StoredEvent> events) {
        List<Parked> concerned;
        long before;
        lock.lock();
        try {
            before = ring.head();
            if (events.isEmpty() || events.get(events.size() - 1).position() <= before) {
                return true;
            }
            if (events.get(0).position() > before + 1) {
                refused = Math.max(refused, events.get(events.size() - 1).position());
                moved.signalAll();
                return false;
            }
            Set<String> topics = new HashSet<>();
            for (StoredEvent event : events) {
                if (event.position() > before) {
                    ring.append(event);
                    topics.add(event.data().topic());
                }
            }
            concerned = parked.take(topics);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        wake(concerned, before);
        return true;
    }

    /** What a reader's signal throws is that reader's misfortune: not that of the others, nor of the writer who is here. */
    private static void wake(List<Parked> readers, long through) {
        for (Parked reader : readers) {
            try {
                reader.wake(through);
            } catch (RuntimeException e) {
                LOG.error("A reader of the journal could not be woken and hears no more", e);
            }
        }
    }

    /**
     * Takes events as the database has them. Where some are removed, it forgets what is before the hole and goes on behind it:
     * readers that are not past it yet find the rest in PostgreSQL, and learn there what is missing.
     *
     * @param events events in order, all that there are after the present head
     * @param through up to where they are complete
     */
    public void take(List<StoredEvent> events, long through) {
        int next = 0;
        while (next < events.size()) {
            int from = next++;
            while (next < events.size() && events.get(next).position() == events.get(next - 1).position() + 1) {
                next++;
            }
            skipTo(events.get(from).position() - 1);
            append(events.subList(from, next));
        }
        skipTo(through);
    }

    /**
     * Goes on after a later position without the events before it: they are too many, and readers find them in PostgreSQL.
     */
    public void skipTo(long position) {
        List<Parked> all;
        lock.lock();
        try {
            if (position <= ring.head()) {
                return;
            }
            ring.skipTo(position);
            all = parked.takeAll();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        wake(all, 0);
    }

    /**
     * Goes on after an earlier position: what this node has seen beyond it is not in the database any more. Its readers learn
     * of
     * it by {@link #rewind()}.
     */
    void goBackTo(long position) {
        List<Parked> all;
        lock.lock();
        try {
            ring.goBackTo(position);
            refused = 0;
            rewind = rewind.next(position);
            all = parked.takeAll();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        wake(all, 0);
    }

    /** The last time that the database went back behind this node. */
    public Rewind rewind() {
        return rewind;
    }

    /** The lowest position in memory; above the head when there is none. */
    long low() {
        return ring.low();
    }

    /** How far the tail may lag behind before it is better to skip. */
    public int capacity() {
        return ring.capacity();
    }

    /**
     * Parks a reader that has seen everything up to a position.
     *
     * @return whether it is parked; if not, there is more to see already, or the node ends
     */
    public boolean park(Parked reader, long seen) {
        lock.lock();
        try {
            if (closed || ring.head() > seen) {
                return false;
            }
            parked.add(reader);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Up to where nothing concerns a parked reader: it would have been woken.
     *
     * @return the head; -1 when the reader is not parked
     */
    public long passedBy(Parked reader) {
        lock.lock();
        try {
            return parked.contains(reader) ? ring.head() : -1;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a parked reader. */
    public void unpark(Parked reader) {
        lock.lock();
        try {
            parked.remove(reader);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits a short while for the node's own writer to hand over what PostgreSQL already tells of; not if it has tried, and
     * events of other nodes are missing before.
     *
     * @return whether the tail reaches the position
     */
    boolean await(long position, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (ring.head() < position && refused < position && left > 0) {
                left = moved.awaitNanos(left);
            }
            return ring.head() >= position;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes everyone for the last time. */
    public void close() {
        List<Parked> all;
        lock.lock();
        try {
            closed = true;
            all = parked.takeAll();
        } finally {
            lock.unlock();
        }
        wake(all, 0);
    }

    /** Whether the node ends. */
    public boolean isClosed() {
        return closed;
    }
}
