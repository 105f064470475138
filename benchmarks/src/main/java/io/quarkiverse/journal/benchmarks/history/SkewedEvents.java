package io.quarkiverse.journal.benchmarks.history;

import java.time.Instant;
import java.util.Random;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.benchmarks.publish.SampleEvents;

/**
 * Events as they are in a long-lived topic: half of them of the default kind, kinds, customers and orders from common to rare,
 * times that jump back now and then.
 */
final class SkewedEvents {

    static final String LARGE = "orders";
    static final String SMALL = "returns";
    static final String RARE_KIND = "disputed";
    static final String SELDOM_KIND = "refunded";
    static final String COMMON_KIND = "placed";
    static final String RARE_KEY = "c-rare";
    static final String COMMON_KEY = "c-0";
    static final String COMMON_CORRELATION = "import";

    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MILLIS_APART = 250;

    /** So many topics beside the large one; each of them has one event in as many of the large one's. */
    static final int SMALL_TOPICS = 10;
    static final int ONE_SMALL_IN = 2_000;

    private static final int CUSTOMERS = 1_000_000;
    /** So many events belong to one order, spread over as many others. */
    private static final int OF_AN_ORDER = 5;
    private static final int ORDERS_AT_ONCE = 100;

    private final SampleEvents payloads = new SampleEvents(200);
    private final Random random = new Random(1);
    private final long count;

    SkewedEvents(long count) {
        this.count = count;
    }

    static Instant time(long number) {
        return BEGIN.plusMillis(number * MILLIS_APART);
    }

    /** The order that an event belongs to. */
    static String order(long number) {
        return "o-" + (number / (ORDERS_AT_ONCE * OF_AN_ORDER) * ORDERS_AT_ONCE + number % ORDERS_AT_ONCE);
    }

    String topic(long number) {
        return number % ONE_SMALL_IN == 7 ? SMALL + "." + number / ONE_SMALL_IN % SMALL_TOPICS : LARGE;
    }

    NewEvent event(long number) {
        boolean late = random.nextInt(5) == 0;
        NewEvent event = NewEvent.of(new RawJson(payloads.payload(number)))
                .withTime(time(number).minusMillis(late ? random.nextInt(60_000) : 0))
                .withKind(kind(number));
        if (isRare(number)) {
            event = event.withKey(RARE_KEY);
        } else if (random.nextInt(10) > 0) {
            event = event.withKey("c-" + customer());
        }
        return event.withCorrelationId(random.nextInt(10) == 0 ? COMMON_CORRELATION : order(number));
    }

    /** Ten of them, whatever the number of events. */
    private boolean isRare(long number) {
        return number % (count / 10) == count / 20;
    }

    private String kind(long number) {
        if (isRare(number)) {
            return RARE_KIND;
        }
        int of1000 = random.nextInt(1_000);
        if (of1000 == 0) {
            return SELDOM_KIND;
        }
        return of1000 < 500 ? "event" : of1000 < 750 ? COMMON_KIND : of1000 < 900 ? "paid" : "shipped";
    }

    /** A few of them order much, most of them little. */
    private int customer() {
        double share = random.nextDouble();
        return (int) (CUSTOMERS * share * share * share);
    }
}
