package io.quarkiverse.journal.deployment.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** An application with the journal's HTTP face open, and people with passwords (each their own name) and roles. */
final class SecuredApplication {

    private SecuredApplication() {
    }

    static QuarkusUnitTest open() {
        return JournalApplication.open()
                .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, JournalClient.class,
                        EventStream.class, RawConnection.class, RawResponse.class, SecuredApplication.class))
                // Not on the class path of all tests: most have no security.
                .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-elytron-security-properties-file",
                        Version.getVersion())))
                .overrideConfigKey("quarkus.http.auth.basic", "true")
                .overrideConfigKey("quarkus.security.users.embedded.enabled", "true")
                .overrideConfigKey("quarkus.security.users.embedded.plain-text", "true")
                .overrideConfigKey("quarkus.security.users.embedded.users.rita", "rita")
                .overrideConfigKey("quarkus.security.users.embedded.roles.rita", "reader")
                .overrideConfigKey("quarkus.security.users.embedded.users.paul", "paul")
                .overrideConfigKey("quarkus.security.users.embedded.roles.paul", "publisher")
                .overrideConfigKey("quarkus.security.users.embedded.users.nora", "nora")
                .overrideConfigKey("quarkus.security.users.embedded.roles.nora", "none");
    }

    /** The header with which somebody authenticates. */
    static String[] as(String name) {
        return withPassword(name, name);
    }

    static String[] withPassword(String name, String password) {
        return new String[] { "Authorization", "Basic "
                + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8)) };
    }
}
