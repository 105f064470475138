package io.quarkiverse.journal.runtime.store;

import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.journal.JournalClosedException;
import io.smallrye.mutiny.Uni;

/**
 * The bounded number of connections that read for all readers of a node. Who asks first is served first, a page at a time, so
 * that a reader of a long history does not keep others waiting.
 * <p>
 * Thread-safe.
 */
public final class ReaderConnections implements AutoCloseable {

    private final JournalPools pools;
    private final ThreadPoolExecutor threads;

    public ReaderConnections(JournalPools pools, int connections) {
        this.pools = pools;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(connections, connections, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "journal-reader-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Reads when it is subscribed to. The answer comes on a thread of the journal: hand it over before doing anything long.
     */
    public <T> Uni<T> read(SqlReader<T> work) {
        return Uni.createFrom().completionStage(() -> submit(work));
    }

    /**
     * Reads at once. The answer comes on a thread of the journal: hand it over before doing anything long.
     */
    public <T> CompletableFuture<T> submit(SqlReader<T> work) {
        Read<T> read = new Read<>(pools, work, new CompletableFuture<>());
        try {
            threads.execute(read);
        } catch (RejectedExecutionException e) {
            read.answer.completeExceptionally(new JournalClosedException());
        }
        return read.answer;
    }

    private record Read<T>(JournalPools pools, SqlReader<T> work, CompletableFuture<T> answer) implements Runnable {

        @Override
        public void run() {
            try (Connection connection = pools.reader()) {
                answer.complete(work.read(connection));
            } catch (Throwable e) {
                // Errors too: whoever waits must not wait for ever.
                answer.completeExceptionally(e);
            }
        }
    }

    /** Whether two reads at once would keep nobody waiting, as far as can be told. */
    boolean hasRoom() {
        return threads.getQueue().isEmpty() && threads.getActiveCount() + 2 <= threads.getMaximumPoolSize();
    }

    /** Whether reads are refused, since the node ends. */
    public boolean isClosed() {
        return threads.isShutdown();
    }

    /** Ends the threads; reads that wait are refused. */
    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            ((Read<?>) waiting).answer.completeExceptionally(new JournalClosedException());
        }
    }
}
