package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.security.spi.runtime.AuthorizationController;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** As {@code @TestSecurity(authorizationEnabled = false)} does. */
@Timeout(60)
class AuthorizationSwitchedOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = SecuredApplication.open()
            .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, JournalClient.class,
                    EventStream.class, RawConnection.class, RawResponse.class, SecuredApplication.class, SwitchedOff.class))
            .overrideConfigKey("quarkus.journal.http.read-roles", "reader");

    @Alternative
    @Priority(1)
    @Singleton
    static class SwitchedOff extends AuthorizationController {

        @Override
        public boolean isAuthorizationEnabled() {
            return false;
        }
    }

    @TestHTTPResource
    URI server;

    @Test
    void rolesDoNotMatter() {
        assertThat(new JournalClient(server).get("journal/topics/t/events").statusCode()).isEqualTo(200);
    }
}
