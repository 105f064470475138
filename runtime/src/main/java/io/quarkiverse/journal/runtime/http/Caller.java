package io.quarkiverse.journal.runtime.http;

import org.jspecify.annotations.Nullable;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;

/**
 * Who makes a request.
 *
 * @param identity who they are; anonymous as long as nobody has asked
 * @param name tells callers apart: that of the identity, or the remote address of an anonymous one
 */
record Caller(SecurityIdentity identity, String name) {

    /** Where Quarkus' mechanisms say when an identity ends, in seconds since 1970. */
    private static final String EXPIRE_TIME = "quarkus.identity.expire-time";

    static Caller of(RoutingContext routing, @Nullable SecurityIdentity resolved) {
        SecurityIdentity identity = resolved;
        if (identity == null && routing.user() instanceof QuarkusHttpUser user) {
            // Somebody before the journal has asked, such as the permissions of quarkus.http.auth.
            identity = user.getSecurityIdentity();
        }
        if (identity != null && !identity.isAnonymous()) {
            return new Caller(identity, "identity " + identity.getPrincipal().getName());
        }
        SocketAddress address = routing.request().remoteAddress();
        return new Caller(identity == null ? AnonymousIdentity.INSTANCE : identity,
                "address " + (address == null ? "" : address.hostAddress()));
    }

    /** When the identity ends, in seconds since 1970, or {@code null} when it does not say. */
    @Nullable
    Long expiresAt() {
        return identity.getAttribute(EXPIRE_TIME) instanceof Number seconds ? seconds.longValue() : null;
    }
}
