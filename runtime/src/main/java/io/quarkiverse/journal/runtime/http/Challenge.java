package io.quarkiverse.journal.runtime.http;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;

/** Answers whom Quarkus' security, or the journal's, does not let through: as Quarkus would, with a problem as the body. */
final class Challenge {

    private static final Logger LOG = Logger.getLogger(Challenge.class);

    private static final int UNAUTHORIZED = HttpResponseStatus.UNAUTHORIZED.code();
    private static final int FORBIDDEN = HttpResponseStatus.FORBIDDEN.code();

    private Challenge() {
    }

    /** Asks who has not authenticated to do so, in the way that the application has chosen, and refuses everybody else. */
    static void refuse(Exchange exchange, SecurityIdentity identity) {
        HttpAuthenticator authenticator = exchange.routing().get(HttpAuthenticator.class.getName());
        if (!identity.isAnonymous() || authenticator == null) {
            exchange.refuse(Problem.forbidden());
            return;
        }
        authenticator.getChallenge(exchange.routing()).subscribe().with(
                challenge -> exchange.run(() -> challenge(exchange, challenge)),
                failure -> exchange.run(() -> {
                    LOG.error("No challenge could be made for a request that is not authenticated", failure);
                    exchange.refuse(Problem.internal());
                }));
    }

    private static void challenge(Exchange exchange, @Nullable ChallengeData challenge) {
        if (exchange.response().ended() || exchange.response().closed()) {
            return;
        }
        if (challenge == null) {
            exchange.refuse(Problem.unauthorized());
            return;
        }
        challenge.getHeaders().forEach((name, value) -> exchange.response().putHeader(name, value));
        finish(exchange, challenge.status);
    }

    /** A page to log in at needs no problem. */
    private static void finish(Exchange exchange, int status) {
        if (status == UNAUTHORIZED) {
            exchange.refuse(Problem.unauthorized());
        } else if (status == FORBIDDEN) {
            exchange.refuse(Problem.forbidden());
        } else {
            exchange.endWith(status);
        }
    }

    /**
     * With lazy authentication, wrong credentials show only when the journal asks who it is.
     *
     * @return whether a failure of that is answered by what this has set
     */
    static boolean answersFailuresOf(Exchange exchange) {
        if (exchange.routing().get(QuarkusHttpUser.AUTH_FAILURE_HANDLER) == null) {
            return false;
        }
        exchange.routing().put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, new DefaultAuthFailureHandler() {
            @Override
            protected void proceed(Throwable failure) {
                exchange.run(() -> {
                    if (!exchange.response().ended() && !exchange.response().closed()) {
                        finish(exchange, exchange.response().getStatusCode());
                    }
                });
            }
        });
        return true;
    }

    /** Answers what has failed before it came to the journal's routes. */
    static void answerFailure(RoutingContext routing) {
        if (routing.response().ended() || routing.response().headWritten()) {
            routing.next();
            return;
        }
        Exchange exchange = new Exchange(routing);
        exchange.run(() -> answerFailure(exchange, routing.failure(), routing.statusCode()));
    }

    private static void answerFailure(Exchange exchange, @Nullable Throwable failure, int status) {
        if (failure instanceof AuthenticationException) {
            // The challenge has been made, and its status been set, if there is one.
            int made = exchange.response().getStatusCode();
            finish(exchange, made == HttpResponseStatus.OK.code() ? UNAUTHORIZED : made);
        } else if (failure instanceof UnauthorizedException) {
            refuse(exchange, AnonymousIdentity.INSTANCE);
        } else if (failure instanceof ForbiddenException) {
            exchange.refuse(Problem.forbidden());
        } else if (status >= 400 && status < 500) {
            // Whoever has failed it has said that it is the client's fault, such as the router of a request without a Host.
            exchange.refuse(Problem.badRequest("The request cannot be read").withStatus(status));
        } else {
            exchange.refuse(FailureProblems
                    .of(failure == null ? new IllegalStateException("A handler failed with the status " + status) : failure));
        }
    }
}
