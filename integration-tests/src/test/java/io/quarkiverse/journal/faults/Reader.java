package io.quarkiverse.journal.faults;

import java.nio.file.Path;
import java.util.Random;

import io.quarkiverse.journal.Cursor;

/**
 * Reads a topic or the whole journal, breaks off now and then, and goes on from the last id that it got, or from one that it
 * got
 * a while ago.
 * <p>
 * One thread reads; others may look at how far it is.
 */
abstract class Reader {

    private static final int LONGEST_MILLIS = 15_000;
    private static final int ONE_IN_SO_MANY_GOES_BACK = 8;
    private static final int ONE_IN_SO_MANY_STARTS_ANEW = 16;

    final String name;
    /** {@code null} for the whole journal. */
    final String topic;
    private final ReaderLog log;
    private volatile boolean restless = true;
    private volatile long reached;
    private volatile boolean caughtUp;
    private volatile boolean ended;
    private volatile String cursor = "";
    private String older = "";
    private String oldest = "";

    Reader(String name, String topic, Path folder) {
        this.name = name;
        this.topic = topic;
        this.log = new ReaderLog(name, topic, folder);
    }

    void read(Random random, Stop stop) throws InterruptedException {
        do {
            long until = System.nanoTime() + random.nextInt(LONGEST_MILLIS) * 1_000_000L;
            caughtUp = false;
            if (restless && random.nextInt(ONE_IN_SO_MANY_GOES_BACK) == 0) {
                cursor = older;
            } else if (restless && random.nextInt(ONE_IN_SO_MANY_STARTS_ANEW) == 0) {
                cursor = random.nextBoolean() ? "" : oldest;
            }
            older = cursor;
            oldest = oldest.isEmpty() ? cursor : oldest;
            readOnce(random, () -> !ended && !stop.isTold() && (!restless || System.nanoTime() - until < 0));
        } while (!ended && stop.pause(random.nextInt(500)));
    }

    /** Asks whether to go on reading. */
    interface GoingOn {

        boolean get();
    }

    /** Opens one subscription and reads until it breaks, or is to be left. */
    abstract void readOnce(Random random, GoingOn goingOn) throws InterruptedException;

    /** Notes the beginning of a subscription, at the moment before it is asked for. */
    final void opening(String node) {
        boolean earliest = cursor.isEmpty();
        log.opened(node, earliest ? 0 : Cursor.parse(cursor).position(), System.nanoTime(), earliest);
    }

    final void event(long position, int idHash, String cursorAfter) {
        log.event(position, idHash);
        moveTo(position, cursorAfter);
    }

    final void caughtUp(long position, String cursorAfter) {
        log.caughtUp(position);
        moveTo(position, cursorAfter);
        caughtUp = true;
    }

    final void gap(String reason, String about, long first) {
        log.gap(reason, about, first);
    }

    final void topicClosed(long position, String cursorAfter) {
        log.topicClosed(position);
        moveTo(position, cursorAfter);
    }

    /** Nothing comes any more, and the reader is done. */
    final void ended(long position) {
        log.ended(position);
        ended = true;
    }

    final boolean isEnded() {
        return ended;
    }

    /** There is nothing for it up to a place. */
    final void movedOn(String cursorAfter) {
        cursor = cursorAfter;
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
        return log;
    }

    @Override
    public String toString() {
        return name + " at " + reached + (caughtUp ? "" : ", before its sentinel");
    }
}
