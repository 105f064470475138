package io.quarkiverse.journal.faults;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.TopicClosed;
import io.smallrye.mutiny.subscription.Cancellable;

/** Reads by the Java interface, on a node within the suite's own process. */
final class JavaReader extends Reader {

    private final Journal journal;

    JavaReader(String name, String topic, Path folder, Journal journal) {
        super(name, topic, folder);
        this.journal = journal;
    }

    @Override
    void readOnce(Random random, GoingOn goingOn) throws InterruptedException {
        Subscription subscription = topic == null ? Subscription.toAll() : Subscription.to(topic);
        if (!cursor().isEmpty()) {
            subscription = subscription.since(Start.after(Cursor.parse(cursor())));
        }
        // What has arrived when it breaks off, and is not looked at, is as if it had never come.
        BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        opening("java");
        Cancellable reading = journal.subscribe(subscription).subscribe().with(frames::add, failed::set);
        try {
            while (goingOn.get()) {
                if (failed.get() != null) {
                    throw new IllegalStateException("No outage ends a subscription, but this one ended", failed.get());
                }
                Frame frame = frames.poll(1, TimeUnit.SECONDS);
                if (frame != null) {
                    take(frame);
                }
            }
        } finally {
            reading.cancel();
        }
    }

    private void take(Frame frame) {
        if (frame instanceof Event event) {
            event(event.position(), event.id().hashCode(), event.cursor().toString());
        } else if (frame instanceof CaughtUp caughtUp) {
            caughtUp(caughtUp.position(), caughtUp.cursor().toString());
        } else if (frame instanceof Gap gap) {
            gap(gap.reason().name().toLowerCase(Locale.ROOT), String.valueOf(topic == null ? gap.topic() : topic), gap.first());
        } else if (frame instanceof TopicClosed closed) {
            topicClosed(closed.position(), closed.cursor().toString());
        } else if (frame instanceof End end) {
            ended(end.position());
        }
    }
}
