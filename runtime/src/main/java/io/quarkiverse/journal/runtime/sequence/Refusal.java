package io.quarkiverse.journal.runtime.sequence;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.TopicClosedException;

/**
 * Why nothing of a batch is stored.
 *
 * @param cause what the server said of something in it, or {@code null}
 * @param closed otherwise, which of its topics take no more events
 */
record Refusal(@Nullable SQLException cause, List<TopicClosedException> closed) {
}
