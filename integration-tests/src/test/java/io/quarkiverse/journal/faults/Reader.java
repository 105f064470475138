package io.quarkiverse.journal.faults;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkiverse.journal.Cursor;

/**
 * Reads a topic or the whole journal, breaks off now and then, and goes on from the last id that it got.
 * <p>
 * One thread reads; others may look at how far it is.
 */
abstract class Reader {

    private static final int LONGEST_MILLIS = 15_000;

    final String name;
    /** {@code null} for the whole journal. */
    final String topic;
    private final List<FrameLog> subscriptions = new CopyOnWriteArrayList<>();
    private volatile boolean restless = true;
    private volatile long reached;
    private volatile boolean caughtUp;
    private volatile String cursor = "";
    private FrameLog log;

    Reader(String name, String topic) {
        this.name = name;
        this.topic = topic;
    }

    void read(Random random, Stop stop) throws InterruptedException {
        do {
            long until = System.nanoTime() + random.nextInt(LONGEST_MILLIS) * 1_000_000L;
            caughtUp = false;
            readOnce(random, () -> !stop.isTold() && (!restless || System.nanoTime() - until < 0));
        } while (stop.pause(random.nextInt(500)));
    }

    /** Asks whether to go on reading. */
    interface GoingOn {

        boolean get();
    }

    /** Opens one subscription and reads until it breaks, or is to be left. */
    abstract void readOnce(Random random, GoingOn goingOn) throws InterruptedException;

    /** Begins the log of a subscription, at the moment before it is asked for. */
    final void opening(String node) {
        log = new FrameLog(node, cursor.isEmpty() ? 0 : Cursor.parse(cursor).position(), System.nanoTime());
        subscriptions.add(log);
    }

    final void event(long position, String id, String cursorAfter) {
        log.event(position, id.hashCode());
        moveTo(position, cursorAfter);
    }

    final void caughtUp(long position, String cursorAfter) {
        log.caughtUp(position);
        moveTo(position, cursorAfter);
        caughtUp = true;
    }

    final void gap(long first) {
        log.gap(first);
    }

    private void moveTo(long position, String cursorAfter) {
        cursor = cursorAfter;
        reached = position;
    }

    /** The last id that it got; empty before the first. */
    final String cursor() {
        return cursor;
    }

    /** From now on it stays where it is connected. */
    final void settle() {
        restless = false;
    }

    final boolean isLiveAt(long position) {
        return caughtUp && reached >= position;
    }

    final ReaderLog log() {
        return new ReaderLog(name, topic, List.copyOf(subscriptions));
    }

    @Override
    public String toString() {
        return name + " at " + reached + (caughtUp ? "" : ", before its sentinel");
    }
}
