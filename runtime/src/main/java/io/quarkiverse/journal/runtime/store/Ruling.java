package io.quarkiverse.journal.runtime.store;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.Receipt;

/**
 * What a guard decided against storing events. One of the two is there.
 *
 * @param repeated the receipt of the first append, when this one is a repetition
 * @param refusal why the events are refused
 */
public record Ruling(@Nullable Receipt repeated, @Nullable JournalException refusal) {
}
