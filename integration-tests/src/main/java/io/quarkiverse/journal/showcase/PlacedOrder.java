package io.quarkiverse.journal.showcase;

/** The answer to an order: its number, and where the journal has it. A stream that starts at the cursor shows what follows. */
public record PlacedOrder(String order, long position, String cursor) {
}
