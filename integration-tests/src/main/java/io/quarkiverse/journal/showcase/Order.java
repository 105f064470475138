package io.quarkiverse.journal.showcase;

import io.quarkiverse.journal.NewEvent;

/** What somebody wants to buy: the payload of an event of kind {@code placed}. */
public record Order(String customer, String item, int quantity) {

    /** The event that tells of it. */
    NewEvent placed(String number) {
        return NewEvent.of(this).withKind("placed").withKey(customer).withCorrelationId(number);
    }
}
