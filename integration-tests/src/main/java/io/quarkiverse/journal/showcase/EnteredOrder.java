package io.quarkiverse.journal.showcase;

/** The answer to an order of several lines: its number, and how many lines are kept. */
public record EnteredOrder(String order, int lines) {
}
