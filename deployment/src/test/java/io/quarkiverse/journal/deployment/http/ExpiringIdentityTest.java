package io.quarkiverse.journal.deployment.http;

import static io.quarkiverse.journal.deployment.http.SecuredApplication.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;

import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.smallrye.mutiny.Uni;

@Timeout(60)
class ExpiringIdentityTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = SecuredApplication.open()
            .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, JournalClient.class,
                    EventStream.class, RawConnection.class, RawResponse.class, SecuredApplication.class, SoonOver.class))
            .overrideConfigKey("quarkus.journal.http.read-roles", "reader");

    /** Gives an identity two seconds, as a token would. */
    @Singleton
    static class SoonOver implements SecurityIdentityAugmentor {

        @Override
        public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
            Long end = System.currentTimeMillis() / 1000 + 2;
            Object expiring = Proxy.newProxyInstance(SecurityIdentity.class.getClassLoader(),
                    new Class<?>[] { SecurityIdentity.class },
                    (proxy, method, arguments) -> method.getName().equals("getAttribute")
                            && "quarkus.identity.expire-time".equals(arguments[0]) ? end : method.invoke(identity, arguments));
            return Uni.createFrom().item((SecurityIdentity) expiring);
        }
    }

    @TestHTTPResource
    URI server;

    @Test
    void aStreamEndsWithTheIdentityThatOpenedIt() {
        try (EventStream stream = new JournalClient(server).stream("journal/topics/t/stream", as("rita"))) {
            assertThat(stream.frame()).startsWith("retry:");
            List<String> rest = stream.rest();
            assertThat(rest).contains("event: caught-up").endsWith("event: error", "data: {\"reason\":\"expired\"}", "");
        }
    }
}
