package io.quarkiverse.journal.deployment.devservices;

import java.util.Map;

/**
 * What the server must offer.
 *
 * @param port the TCP port, 0 for any free one
 */
record ServerSettings(int port, String database, String username, String password) {

    /** In types of the JDK only: settings are compared across class loaders to learn whether a running server still fits. */
    Map<String, String> asMap() {
        return Map.of("port", Integer.toString(port), "database", database, "username", username, "password", password);
    }

    @Override
    public String toString() {
        return "ServerSettings[port=" + port + ", database=" + database + ", username=" + username + "]";
    }
}
