package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.spi.JournalAccess;
import io.quarkiverse.journal.spi.JournalAuthorizer;
import io.quarkus.security.ForbiddenException;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.smallrye.mutiny.Uni;

/** An authorizer that does not answer, in an application without quarkus-security. */
@Timeout(60)
class AuthorizerFailureTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.openWithoutLook()
            .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, JournalClient.class,
                    EventStream.class, RawConnection.class, RawResponse.class, Moody.class))
            .overrideConfigKey("quarkus.journal.http.authorize-interval", "200MS")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.journal.runtime.http"))
            .assertLogRecords(records -> assertThat(records).hasSizeBetween(5, 50).allSatisfy(
                    record -> assertThat(record.getMessage()).contains("JournalAuthorizer")));

    @Singleton
    static class Moody implements JournalAuthorizer {

        volatile String mood = "yes";

        @Override
        public Uni<Boolean> isAllowed(JournalAccess access, Context context) {
            return switch (mood) {
                case "yes" -> Uni.createFrom().item(access.identity().isAnonymous());
                case "no" -> Uni.createFrom().item(false);
                case "throws" -> throw new IllegalStateException("secret of the authorizer");
                case "fails" -> Uni.createFrom().failure(new IllegalStateException("secret of the authorizer"));
                case "fails on a worker" -> context.runBlocking(() -> {
                    throw new IllegalStateException("secret of the authorizer");
                });
                case "says nothing" -> Uni.createFrom().nullItem();
                case "forbids" -> Uni.createFrom().failure(new ForbiddenException("secret of the authorizer"));
                default -> null;
            };
        }
    }

    @TestHTTPResource
    URI server;

    @Inject
    Moody authorizer;

    @Test
    void letsNobodyIn() {
        JournalClient client = new JournalClient(server);
        for (String mood : new String[] { "throws", "fails", "fails on a worker", "says nothing", "no Uni" }) {
            authorizer.mood = mood;
            HttpResponse<String> refused = client.get("journal/topics/t/events");
            assertThat(refused.statusCode()).as(mood).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(refused.body()).doesNotContain("secret").doesNotContain("Exception");
            assertThat(client.post("journal/topics/t/events", JournalClient.JSON, "{\"payload\":1}").statusCode())
                    .isEqualTo(503);
        }
        for (String mood : new String[] { "no", "forbids" }) {
            authorizer.mood = mood;
            assertThat(client.get("journal/topics/t/events").statusCode()).as(mood).isEqualTo(403);
        }
        authorizer.mood = "yes";
        assertThat(client.get("journal/topics/t/events").body()).contains("\"events\":[]");
    }

    @Test
    void endsAnOpenStreamThatMayBeResumed() {
        authorizer.mood = "yes";
        try (EventStream stream = new JournalClient(server).stream("journal/topics/t/stream")) {
            assertThat(stream.frame()).startsWith("retry:");
            assertThat(stream.frame()).contains("event: caught-up");
            authorizer.mood = "fails";
            assertThat(stream.rest()).endsWith("event: error", "data: {\"reason\":\"unavailable\"}", "");
        }
    }
}
