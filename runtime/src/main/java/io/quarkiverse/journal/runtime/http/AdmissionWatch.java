package io.quarkiverse.journal.runtime.http;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/** Cuts a stream off whose reader may read no longer. Belongs to the context of the connection. */
final class AdmissionWatch {

    private final Admission admission;
    private final StreamPump pump;
    private final Exchange exchange;
    private final Context context;
    private long expiry = -1;
    private long question = -1;

    private AdmissionWatch(Exchange exchange, Admission admission, StreamPump pump) {
        this.exchange = exchange;
        this.admission = admission;
        this.pump = pump;
        this.context = exchange.context();
    }

    /** Watches a stream until it ends, if there is anything that could cut it off. */
    static void over(Exchange exchange, StreamPump pump) {
        Admission admission = exchange.admission();
        Long expiresAt = admission.caller().expiresAt();
        if ((expiresAt == null && admission.again() == null) || pump.ended().isDone()) {
            return;
        }
        AdmissionWatch watch = new AdmissionWatch(exchange, admission, pump);
        if (expiresAt != null) {
            watch.untilExpiry(expiresAt);
        }
        if (admission.again() != null) {
            watch.askLater(admission.again());
        }
        pump.whenReleased(watch::end);
    }

    private void untilExpiry(long expiresAt) {
        long left = TimeUnit.SECONDS.toMillis(expiresAt) - System.currentTimeMillis();
        expiry = context.owner().setTimer(Math.max(1, left), unused -> pump.cut(StreamError.EXPIRED));
    }

    private void askLater(Uni<Boolean> again) {
        question = context.owner().setTimer(admission.interval().toMillis(), unused -> again.subscribe().with(
                allowed -> exchange.run(() -> answered(again, allowed)),
                failure -> pump.cut(StreamError.UNAVAILABLE)));
    }

    private void answered(Uni<Boolean> again, @Nullable Boolean allowed) {
        if (pump.isDone()) {
            return;
        }
        if (Boolean.TRUE.equals(allowed)) {
            askLater(again);
        } else {
            pump.cut(StreamError.FORBIDDEN);
        }
    }

    private void end() {
        context.owner().cancelTimer(expiry);
        context.owner().cancelTimer(question);
    }
}
