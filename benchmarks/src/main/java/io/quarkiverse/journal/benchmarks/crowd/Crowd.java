package io.quarkiverse.journal.benchmarks.crowd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Thousands of readers of streams, on one thread: as little work as a client can have, since it shares the server's cores. */
public final class Crowd implements AutoCloseable {

    private static final int READ = 256 * 1024;

    private final Selector selector;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Set<Member> members = new HashSet<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ);
    private boolean closed;

    public Crowd() throws IOException {
        this.selector = Selector.open();
        Thread thread = new Thread(this::run, "crowd");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready);
                for (Runnable next = work.poll(); next != null; next = work.poll()) {
                    next.run();
                }
            }
            List.copyOf(members).forEach(Member::vanish);
            selector.close();
            ended.complete(null);
        } catch (IOException | RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private void ready(SelectionKey key) {
        ((Member) key.attachment()).ready(buffer);
    }

    /** Runs something on the thread to which all members belong. */
    public void run(Runnable task) {
        work.add(task);
        selector.wakeup();
    }

    /** Connects one more reader. Belongs to the crowd's thread. */
    public Member join(Visit visit, Listener listener) {
        try {
            Member member = new Member(this, selector, visit, listener);
            members.add(member);
            return member;
        } catch (IOException e) {
            throw new IllegalStateException("No further connection, after " + members.size(), e);
        }
    }

    void left(Member member) {
        members.remove(member);
    }

    /** What went wrong with a connection that nobody wants any more tells nothing of the server. */
    void unsettled(IOException e) {
        System.getLogger(Crowd.class.getName()).log(System.Logger.Level.DEBUG, "While closing a connection", e);
    }

    /** Ends as soon as the thread does: exceptionally when it failed. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** All connections vanish. */
    @Override
    public void close() {
        run(() -> closed = true);
        ended.join();
    }
}
