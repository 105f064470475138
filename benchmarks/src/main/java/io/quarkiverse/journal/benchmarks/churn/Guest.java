package io.quarkiverse.journal.benchmarks.churn;

import java.net.URI;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.crowd.Listener;
import io.quarkiverse.journal.benchmarks.crowd.Member;
import io.quarkiverse.journal.benchmarks.crowd.Visit;

/**
 * A reader that comes, goes, and comes back for what it has missed: by a cursor or by a position, as SSE or as NDJSON. It
 * leaves as a browser does, or without a word, or after it has not read for a while.
 * <p>
 * Belongs to the crowd's thread.
 */
final class Guest implements Listener {

    /** What all guests have in common. */
    interface House {

        Crowd crowd();

        URI stream();

        void later(long millis, Runnable task);

        void arrived();

        void delivered(long position);

        void failed(Throwable failure);

        /** Whether guests stay now, once they are here. */
        boolean isLast();

        /** How far they stay to read. */
        long last();

        void done();
    }

    private static final int MEAN_STAY = 2_000;
    private static final int MEAN_ABSENCE = 500;
    private static final int STALL = 1_000;

    private final House house;
    private final Random random;
    private @Nullable Member member;
    private @Nullable String cursor;
    private long position;

    /**
     * @param position after which it wants events
     */
    Guest(House house, Random random, long position) {
        this.house = house;
        this.random = random;
        this.position = position;
    }

    void arrive() {
        if (house.isLast() && position >= house.last()) {
            house.done();
            return;
        }
        house.arrived();
        Member present = house.crowd().join(visit(), this);
        member = present;
        if (!house.isLast()) {
            house.later(about(MEAN_STAY), () -> leave(present));
        }
    }

    private Visit visit() {
        String mediaType = random.nextBoolean() ? "text/event-stream" : "application/x-ndjson";
        String known = cursor;
        if (known != null && random.nextBoolean()) {
            return Visit.of(house.stream(), mediaType, "Last-Event-ID: " + known + "\r\n", position);
        }
        return Visit.of(URI.create(house.stream() + "?since=" + position), mediaType, "", position);
    }

    private void leave(Member present) {
        if (present != member) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                present.stall();
                house.later(about(STALL), () -> go(present, true));
            }
            case 1 -> go(present, false);
            default -> go(present, true);
        }
    }

    private void go(Member present, boolean vanishing) {
        if (present != member) {
            return;
        }
        member = null;
        remember(present);
        if (vanishing) {
            present.vanish();
        } else {
            present.leave();
        }
        house.later(about(MEAN_ABSENCE), this::arrive);
    }

    private void remember(Member present) {
        cursor = present.cursor() == null ? cursor : present.cursor();
        position = present.position();
    }

    /** A random time of some mean, mostly short. */
    private long about(int mean) {
        return Math.round(-Math.log(1 - random.nextDouble()) * mean);
    }

    /** Who is here when the last events come stays for them. */
    void stayForTheLast() {
        Member present = member;
        if (present != null) {
            remember(present);
            present.vanish();
            member = null;
            arrive();
        }
    }

    @Override
    public void event(Member present, long at) {
        house.delivered(at);
        if (house.isLast() && at == house.last() && present == member) {
            member = null;
            position = at;
            present.vanish();
            house.done();
        }
    }

    @Override
    public void gone(Member present, @Nullable Throwable failure) {
        if (present == member) {
            house.failed(new IllegalStateException("The server has cut a reader off after position " + present.position(),
                    failure));
        }
    }
}
