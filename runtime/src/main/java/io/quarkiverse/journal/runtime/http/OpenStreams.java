package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The streams that this node serves: counts them, bounds them, and ends them when the node goes away. Thread-safe.
 */
final class OpenStreams {

    private static final int RETRY_SECONDS = 5;

    private final int limit;
    private final CallerPlaces callers;
    private final AtomicInteger places = new AtomicInteger();
    private final Set<StreamPump> pumps = ConcurrentHashMap.newKeySet();
    private final SharedChunks chunks = new SharedChunks();
    private volatile boolean ending;

    OpenStreams(int limit, int limitOfEach) {
        this.limit = limit;
        this.callers = new CallerPlaces(limitOfEach);
    }

    /** Whether this node goes away and takes no more streams. */
    boolean isEnding() {
        return ending;
    }

    /** What they have in common. */
    SharedChunks chunks() {
        return chunks;
    }

    /**
     * Takes a place. Whoever has one gives it back by {@link #leave}.
     *
     * @throws RefusedException when there is none
     */
    void enter(Caller caller) {
        if (places.incrementAndGet() > limit) {
            places.decrementAndGet();
            throw new RefusedException(Problem.unavailable("This node serves " + limit
                    + " streams already, which is its limit (quarkus.journal.http.max-streams)", RETRY_SECONDS));
        }
        if (!callers.enter(caller.name())) {
            places.decrementAndGet();
            throw new RefusedException(Problem.tooManyRequests("You have " + callers.limit()
                    + " streams open on this node already, which is the limit (quarkus.journal.http.max-streams-per-identity)",
                    RETRY_SECONDS));
        }
    }

    void leave(Caller caller) {
        callers.leave(caller.name());
        places.decrementAndGet();
    }

    void add(StreamPump pump) {
        pumps.add(pump);
        if (ending) {
            pump.stop();
        }
    }

    void remove(StreamPump pump) {
        pumps.remove(pump);
    }

    /**
     * Ends all streams after a whole frame, and takes no more.
     *
     * @return completes when the last byte of each has been handed to the network
     */
    CompletableFuture<Void> end() {
        ending = true;
        List<StreamPump> open = List.copyOf(pumps);
        open.forEach(StreamPump::stop);
        return CompletableFuture.allOf(open.stream().map(StreamPump::ended).toArray(CompletableFuture[]::new));
    }
}
