package io.quarkiverse.journal.deployment.channels;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Subscription;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** Applications that have reactive messaging, and what their topics have. */
final class Channels {

    static final Duration SOON = Duration.ofSeconds(30);

    private Channels() {
    }

    static QuarkusUnitTest application(Class<?>... classes) {
        return new QuarkusUnitTest()
                .withApplicationRoot(archive -> archive.addClasses(Channels.class).addClasses(classes))
                .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-messaging", Version.getVersion())));
    }

    /** Everything that was committed before this call, by the sentinel's promise. */
    static List<Event> events(Journal journal, String topic) {
        return journal.events(Subscription.to(topic).untilCaughtUp()).collect().asList().await().atMost(SOON);
    }

    /** Their payloads' JSON. */
    static List<String> payloads(Journal journal, String topic) {
        return events(journal, topic).stream().map(event -> event.payload().value()).toList();
    }
}
