package io.quarkiverse.journal.runtime.publish;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.Guard;

/**
 * Events that were handed over together: they get consecutive positions in one transaction, or none.
 */
public final class Submission {

    /** The writer holds a batch in one array, which Java bounds at 2 GiB. */
    private static final long HEAVIEST = 1L << 30;

    private final List<EventData> events;
    private final @Nullable Guard guard;
    private final @Nullable CompletableFuture<Receipt> answer;
    private final long weight;
    private long ticket;

    private Submission(List<EventData> events, @Nullable Guard guard, @Nullable CompletableFuture<Receipt> answer) {
        this.events = events;
        this.guard = guard;
        this.answer = answer;
        this.weight = weight(events);
        if (weight > HEAVIEST) {
            throw new IllegalArgumentException("The " + events.size() + " events of one append have " + weight
                    + " bytes together; at most " + HEAVIEST + " are allowed. Append them in parts");
        }
    }

    private static long weight(List<EventData> events) {
        long sum = 0;
        for (EventData event : events) {
            sum += event.weight();
        }
        return sum;
    }

    /** An event that nobody waits for. */
    public static Submission unattended(EventData event) {
        return new Submission(List.of(event), null, null);
    }

    /** Events whose receipt is awaited. */
    public static Submission attended(List<EventData> events, CompletableFuture<Receipt> answer) {
        return guarded(events, null, answer);
    }

    /** Events whose receipt is awaited, and that are stored only if the guard lets them. */
    public static Submission guarded(List<EventData> events, @Nullable Guard guard, CompletableFuture<Receipt> answer) {
        return new Submission(List.copyOf(events), guard, answer);
    }

    public List<EventData> events() {
        return events;
    }

    /** What has to hold for it to be stored, if anything. */
    public @Nullable Guard guard() {
        return guard;
    }

    long weight() {
        return weight;
    }

    /** Its number in the order of acceptance; the queue's lock guards it. */
    long ticket() {
        return ticket;
    }

    void accepted(long ticket) {
        this.ticket = ticket;
    }

    /** Whether anybody waits for the receipt. */
    public boolean isAttended() {
        return answer != null;
    }

    /** Tells whoever waits that it is durable. */
    public void succeed(Receipt receipt) {
        if (answer != null) {
            answer.complete(receipt);
        }
    }

    /** Tells whoever waits that it never will be. */
    public void fail(Throwable reason) {
        if (answer != null) {
            answer.completeExceptionally(reason);
        }
    }
}
