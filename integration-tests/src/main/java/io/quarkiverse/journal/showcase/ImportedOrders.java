package io.quarkiverse.journal.showcase;

/** The answer to an import: how many orders it had, all of them durable. */
public record ImportedOrders(int orders) {
}
