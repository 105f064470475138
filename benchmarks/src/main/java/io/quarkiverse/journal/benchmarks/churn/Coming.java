package io.quarkiverse.journal.benchmarks.churn;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.journal.benchmarks.crowd.Crowd;
import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** Readers come and go for a while, in the middle of a publisher's traffic; in the end each of them gets the last event. */
final class Coming implements Contender, Guest.House {

    private static final int PATIENCE_MINUTES = 5;

    private final Showcase showcase;
    private final Crowd crowd;
    private final Publisher publisher;
    private final int readers;
    private final Duration time;
    private final Leftovers leftovers;
    private final List<Double> visits = new ArrayList<>();

    private volatile CompletableFuture<Void> everybodyDone = new CompletableFuture<>();
    private final AtomicLong arrivals = new AtomicLong();
    private long deliveries;
    private int done;
    private boolean last;
    private long lastPosition;

    Coming(Showcase showcase, Crowd crowd, Publisher publisher, int readers, Duration time)
            throws Exception {
        this.showcase = showcase;
        this.crowd = crowd;
        this.publisher = publisher;
        this.readers = readers;
        this.time = time;
        this.leftovers = new Leftovers(showcase.pid());
    }

    @Override
    public String name() {
        return "%,d readers for %s".formatted(readers, time);
    }

    /** How often a reader came, a second, for each round. */
    List<Double> visits() {
        return visits;
    }

    Leftovers leftovers() {
        return leftovers;
    }

    @Override
    public Measurement round() throws Exception {
        everybodyDone = new CompletableFuture<>();
        arrivals.set(0);
        List<Guest> guests = new ArrayList<>();
        Random seeds = new Random();
        long first = publisher.head();
        for (int i = 0; i < readers; i++) {
            guests.add(new Guest(this, new Random(seeds.nextLong()), first));
        }
        long start = System.nanoTime();
        crowd.run(() -> {
            deliveries = 0;
            done = 0;
            last = false;
            guests.forEach(guest -> later(seeds.nextInt(2_000), guest::arrive));
        });
        publisher.publishUntil(start + time.toNanos(), everybodyDone);
        visits.add(arrivals.get() * 1e9 / (System.nanoTime() - start));
        crowd.run(() -> {
            last = true;
            lastPosition = publisher.head();
            guests.forEach(Guest::stayForTheLast);
        });
        everybodyDone.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        Measurement measured = Measurement.rate(deliveries, System.nanoTime() - start);
        showcase.requireHealth();
        leftovers.count();
        return measured;
    }

    @Override
    public Crowd crowd() {
        return crowd;
    }

    @Override
    public URI stream() {
        return publisher.stream();
    }

    @Override
    public void later(long millis, Runnable task) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, crowd::run).execute(task);
    }

    @Override
    public void arrived() {
        arrivals.incrementAndGet();
    }

    @Override
    public void delivered(long position) {
        deliveries++;
    }

    @Override
    public void failed(Throwable failure) {
        everybodyDone.completeExceptionally(failure);
    }

    @Override
    public boolean isLast() {
        return last;
    }

    @Override
    public long last() {
        return lastPosition;
    }

    @Override
    public void done() {
        if (++done == readers) {
            everybodyDone.complete(null);
        }
    }

    @Override
    public OptionalLong jvm() {
        return OptionalLong.of(showcase.pid());
    }
}
