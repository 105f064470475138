package io.quarkiverse.journal.runtime.http;

import java.time.Duration;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.spi.JournalAccess;
import io.quarkiverse.journal.spi.JournalAuthorizer;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Asks the application's authorizer. What is no clear answer is no permission. Thread-safe. */
final class AuthorizerCall implements JournalAuthorizer.Context {

    private static final Logger LOG = Logger.getLogger(AuthorizerCall.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RETRY_SECONDS = 5;

    private final Supplier<JournalAuthorizer> authorizer;

    AuthorizerCall(Supplier<JournalAuthorizer> authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * Asks.
     *
     * @return whether it is allowed; fails with a {@link RefusedException} when the authorizer does, which is logged
     */
    Uni<Boolean> ask(JournalAccess access) {
        return Uni.createFrom().deferred(() -> authorizer.get().isAllowed(access, this))
                .onItem().ifNull().failWith(() -> new IllegalStateException("The authorizer's Uni has no item"))
                .ifNoItem().after(PATIENCE).fail()
                .onFailure(SecurityException.class).recoverWithItem(false)
                .onFailure().transform(failure -> unavailable(access, failure));
    }

    private static RefusedException unavailable(JournalAccess access, Throwable failure) {
        LOG.errorf(failure, "The JournalAuthorizer could not decide on %s of %s in the journal %s, and nobody gets through",
                access.action(), access.topics(), access.journal());
        return new RefusedException(
                Problem.unavailable("Whether this is allowed cannot be decided now; the reason is in the log of the server",
                        RETRY_SECONDS));
    }

    @Override
    public Uni<Boolean> runBlocking(Supplier<Boolean> decision) {
        return Uni.createFrom().item(() -> inRequestContext(decision))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static Boolean inRequestContext(Supplier<Boolean> decision) {
        ManagedContext context = Arc.container().requestContext();
        if (context.isActive()) {
            return decision.get();
        }
        context.activate();
        try {
            return decision.get();
        } finally {
            context.terminate();
        }
    }
}
