package io.quarkiverse.journal.runtime.http;

import java.util.Set;

import io.quarkus.security.identity.SecurityIdentity;

/**
 * The roles of which somebody needs one.
 *
 * @param names the roles; {@code **} stands for everybody who has authenticated. Empty when no role is needed
 */
record Roles(Set<String> names) {

    private static final String AUTHENTICATED = "**";

    boolean none() {
        return names.isEmpty();
    }

    boolean allow(SecurityIdentity identity) {
        if (none()) {
            return true;
        }
        for (String name : names) {
            if (name.equals(AUTHENTICATED) ? !identity.isAnonymous() : identity.hasRole(name)) {
                return true;
            }
        }
        return false;
    }
}
