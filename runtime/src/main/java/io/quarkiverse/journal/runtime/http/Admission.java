package io.quarkiverse.journal.runtime.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;

/**
 * That a request has been let through, and for how long.
 *
 * @param caller who makes the request
 * @param again asks the authorizer again when it is subscribed to; {@code null} when there is nobody to ask
 * @param interval how often it is asked while a stream is open
 */
record Admission(Caller caller, @Nullable Uni<Boolean> again, Duration interval) {
}
