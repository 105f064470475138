package io.quarkiverse.journal.runtime.http;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.spi.JournalAccess;
import io.quarkiverse.journal.spi.JournalAction;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;

/**
 * Lets requests through to one journal, or not: first by roles, then by the application's authorizer. Comes before anything
 * that
 * tells what there is. Thread-safe.
 */
final class AccessControl {

    private final String journal;
    private final Roles readers;
    private final Roles publishers;
    private final BooleanSupplier rolesMatter;
    private final @Nullable AuthorizerCall authorizer;
    private final Duration interval;

    /**
     * @param journal the journal's name
     * @param readers who may read
     * @param publishers who may publish and close
     * @param rolesMatter whether roles are looked at: a test, or dev mode, may have switched authorization off
     * @param authorizer decides on topics, if the application has one
     * @param interval how often it is asked again
     */
    AccessControl(String journal, Roles readers, Roles publishers, BooleanSupplier rolesMatter,
            @Nullable AuthorizerCall authorizer, Duration interval) {
        this.journal = journal;
        this.readers = readers;
        this.publishers = publishers;
        this.rolesMatter = rolesMatter;
        this.authorizer = authorizer;
        this.interval = interval;
    }

    /**
     * Goes on with a request that is allowed, on the context of its connection, or refuses it.
     *
     * @param topics what it asks for, or {@code null} when it concerns no topic, whatever there is
     */
    void admit(Exchange exchange, JournalAction action, @Nullable Supplier<List<String>> topics, Runnable admitted) {
        Roles roles = action == JournalAction.READ ? readers : publishers;
        if (roles.none() && (authorizer == null || topics == null)) {
            exchange.admit(new Admission(Caller.of(exchange.routing(), null), null, interval));
            admitted.run();
            return;
        }
        boolean answered = Challenge.answersFailuresOf(exchange);
        QuarkusHttpUser.getSecurityIdentity(exchange.routing(), null).subscribe().with(
                identity -> exchange.run(() -> decide(exchange, identity, roles, action, topics, admitted)),
                failure -> {
                    if (!answered) {
                        exchange.run(() -> exchange.refuse(FailureProblems.of(failure)));
                    }
                });
    }

    private void decide(Exchange exchange, @Nullable SecurityIdentity identity, Roles roles, JournalAction action,
            @Nullable Supplier<List<String>> topics, Runnable admitted) {
        Caller caller = Caller.of(exchange.routing(), identity);
        if (!roles.allow(caller.identity()) && rolesMatter.getAsBoolean()) {
            Challenge.refuse(exchange, caller.identity());
            return;
        }
        if (authorizer == null || topics == null) {
            exchange.admit(new Admission(caller, null, interval));
            admitted.run();
            return;
        }
        JournalAccess access = new JournalAccess(caller.identity(), action, journal, topics.get());
        Uni<Boolean> decision = authorizer.ask(access);
        decision.subscribe().with(
                allowed -> exchange.run(() -> {
                    if (allowed) {
                        exchange.admit(new Admission(caller, decision, interval));
                        admitted.run();
                    } else {
                        Challenge.refuse(exchange, caller.identity());
                    }
                }),
                failure -> exchange.run(() -> exchange.refuse(FailureProblems.of(failure))));
    }
}
