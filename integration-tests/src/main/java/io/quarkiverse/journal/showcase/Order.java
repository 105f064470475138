package io.quarkiverse.journal.showcase;

/** What somebody wants to buy: the payload of an event of kind {@code placed}. */
public record Order(String customer, String item, int quantity) {
}
