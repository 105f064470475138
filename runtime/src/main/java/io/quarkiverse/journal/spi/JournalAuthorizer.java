package io.quarkiverse.journal.spi;

import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * Decides who may read, publish to and close which topics over HTTP. An application has one such bean or none;
 * {@code @ApplicationScoped} or {@code @Singleton}.
 *
 * <pre>
 * &#64;ApplicationScoped
 * class TenantAuthorizer implements JournalAuthorizer {
 *     public Uni&lt;Boolean&gt; isAllowed(JournalAccess access, Context context) {
 *         String mine = access.identity().getPrincipal().getName() + ".";
 *         return Uni.createFrom().item(access.topics().stream().allMatch(topic -&gt; topic.startsWith(mine)));
 *     }
 * }
 * </pre>
 * <p>
 * It is asked for each request, after the roles of {@code quarkus.journal.http.read-roles} and {@code publish-roles} have let
 * it
 * through; and again for every open stream, each {@code quarkus.journal.http.authorize-interval}, with the identity of the
 * stream's beginning. It decides on a request as a whole: allow it only if all of its topics are allowed, and allow a final
 * {@code *} only to who may read every topic that it can stand for, also one that is created later.
 * <p>
 * What is not allowed gets {@code 403}, or {@code 401} with a challenge while nobody has authenticated; an open stream ends
 * with
 * the frame {@code error} and the reason {@code forbidden}. An authorizer that fails lets nobody in: an exception, a
 * {@code Uni} that fails or has no item, or no answer within ten seconds is {@code 503} and a line in the log; an open stream
 * ends
 * with the reason {@code unavailable}. A {@link SecurityException} stands for {@code false}.
 * <p>
 * Publishing and reading from Java is not decided here: that is the application itself.
 */
public interface JournalAuthorizer {

    /**
     * Decides.
     * <p>
     * Called on an event loop, by any number of requests at the same time, without a CDI request context: it must not block.
     * What
     * has to block, such as a query over JDBC, belongs into {@link Context#runBlocking}.
     *
     * @param access what to decide
     * @param context runs what has to block
     * @return whether it is allowed; may come on any thread
     */
    Uni<Boolean> isAllowed(JournalAccess access, Context context);

    /** Runs what has to block. Thread-safe. */
    interface Context {

        /**
         * Decides on a worker thread, with a CDI request context that is active.
         *
         * @param decision tells whether it is allowed
         * @return what it says; runs it when subscribed to
         */
        Uni<Boolean> runBlocking(Supplier<Boolean> decision);
    }
}
