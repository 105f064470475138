package io.quarkiverse.journal.runtime.http;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.CloseTimeoutException;
import io.quarkiverse.journal.EventLostException;
import io.quarkiverse.journal.IdempotencyConflictException;
import io.quarkiverse.journal.InvalidEventException;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.QueueFullException;
import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.UnexpectedPositionException;
import io.quarkiverse.journal.UnknownTopicException;
import io.quarkiverse.journal.runtime.JournalNode;

/** What a failure of the journal is for a client. What only an operator can mend goes to the log. */
final class FailureProblems {

    private static final Logger LOG = Logger.getLogger(FailureProblems.class);

    private static final int RETRY_SECONDS = 1;

    private FailureProblems() {
    }

    /** Of a request that reads. An outage is said by the tail, once, and not again for each request. */
    static Problem ofReading(Throwable failure, JournalNode node) {
        if (failure instanceof SQLException && !node.isDatabaseAway()) {
            LOG.warnf("The journal could not be read for a request: %s", failure.getMessage());
        }
        return of(failure);
    }

    static Problem of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            return refused.problem();
        }
        if (cause instanceof InvalidEventException) {
            return Problem.unprocessable(String.valueOf(cause.getMessage()), List.of());
        }
        if (cause instanceof IdempotencyConflictException) {
            return Problem.unprocessable(String.valueOf(cause.getMessage()), List.of());
        }
        if (cause instanceof UnexpectedPositionException unexpected) {
            return Problem.preconditionFailed(String.valueOf(cause.getMessage()), unexpected.actual());
        }
        if (cause instanceof UnknownTopicException) {
            return Problem.notFound(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof TopicClosedException) {
            return Problem.conflict(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof CloseTimeoutException) {
            return Problem.unavailable(String.valueOf(cause.getMessage()), RETRY_SECONDS);
        }
        if (cause instanceof EventLostException && cause.getCause() instanceof SQLException) {
            // Trying again would not help: the writer has said in the log what the database refused.
            return Problem.internal();
        }
        if (cause instanceof QueueFullException || cause instanceof JournalClosedException
                || cause instanceof EventLostException) {
            return Problem.unavailable(String.valueOf(cause.getMessage()), RETRY_SECONDS);
        }
        if (cause instanceof SQLException) {
            return Problem.unavailable("The database of the journal cannot be reached", RETRY_SECONDS);
        }
        LOG.error("A request to the journal failed", cause);
        return Problem.internal();
    }
}
