package io.quarkiverse.journal.clients;

import java.util.List;

/** A client at work on a topic's stream. Any thread may ask it. */
interface Follower extends AutoCloseable {

    /**
     * What it has seen so far, a line each: {@code event <position> <key>}, {@code caught-up}, {@code end}, {@code stopped}.
     */
    List<String> lines();

    /** Whether nothing is left of it that could connect once more. */
    boolean isOver();

    @Override
    void close();
}
