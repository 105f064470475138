package io.quarkiverse.journal.deployment.http;

import static io.quarkiverse.journal.deployment.http.SecuredApplication.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.spi.JournalAccess;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** A journal with a name is as closed as the default one, unless it says itself to whom it is open. */
@Timeout(60)
class SecuredNamedJournalTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = SecuredApplication.open()
            .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, JournalClient.class,
                    EventStream.class, RawConnection.class, RawResponse.class, SecuredApplication.class, TopicRules.class))
            .overrideConfigKey("quarkus.journal.http.read-roles", "reader")
            .overrideConfigKey("quarkus.journal.\"audit\".retention.max-age", "10D")
            .overrideConfigKey("quarkus.journal.\"public\".http.read-roles", "**");

    @TestHTTPResource
    URI server;

    @Inject
    TopicRules rules;

    @AfterEach
    void forget() {
        rules.allowed.clear();
        rules.asked.clear();
    }

    private int status(String path, String... headers) {
        return new JournalClient(server).get(path, headers).statusCode();
    }

    @Test
    void rolesAreInheritedAndTheAuthorizerKnowsTheJournal() {
        rules.allowed.addAll(List.of("rita READ t", "nora READ t"));

        assertThat(status("journal/@audit/topics/t/events")).isEqualTo(401);
        assertThat(status("journal/@audit/topics/t/events", as("nora"))).isEqualTo(403);
        assertThat(status("journal/@audit/topics/t/events", as("rita"))).isEqualTo(200);
        assertThat(status("journal/@public/topics/t/events")).isEqualTo(401);
        assertThat(status("journal/@public/topics/t/events", as("nora"))).isEqualTo(200);
        assertThat(status("journal/topics/t/events", as("nora"))).isEqualTo(403);
        assertThat(rules.asked).extracting(JournalAccess::journal).containsExactly("audit", "public");
    }

    @Test
    void listsOfTopicsAreAskedForByTheirPrefix() {
        rules.allowed.addAll(List.of("rita READ t", "rita READ ord*"));

        assertThat(status("journal/topics/t", as("rita"))).isEqualTo(200);
        assertThat(status("journal/topics/u", as("rita"))).isEqualTo(403);
        assertThat(status("journal/topics?prefix=ord", as("rita"))).isEqualTo(200);
        assertThat(status("journal/topics?prefix=or", as("rita"))).isEqualTo(403);
        assertThat(status("journal/topics", as("rita"))).isEqualTo(403);
        assertThat(status("journal/topics?topic=t", as("rita"))).isEqualTo(403);
    }
}
