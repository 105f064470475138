package io.quarkiverse.journal.runtime.observe;

import java.time.Duration;

/**
 * A thread that works for as long as the node does.
 * <p>
 * Thread-safe.
 */
public final class NodeThread {

    private final Thread thread;
    private volatile boolean ending;

    public NodeThread(String name, Runnable work) {
        this.thread = new Thread(work, name);
        // A node that is not closed in order must not keep its process alive.
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** From now on its end is wanted. */
    public void ending() {
        ending = true;
    }

    /** Whether it has ended although nobody wanted it to: what it did is done by nobody any more. */
    public boolean isDead() {
        return !ending && thread.getState() == Thread.State.TERMINATED;
    }

    public void interrupt() {
        thread.interrupt();
    }

    /**
     * Waits until it has ended.
     *
     * @param patience for how long at most; a millisecond at least
     */
    public void join(Duration patience) throws InterruptedException {
        thread.join(Math.max(1, patience.toMillis()));
    }
}
