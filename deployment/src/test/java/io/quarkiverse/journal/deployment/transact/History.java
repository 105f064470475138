package io.quarkiverse.journal.deployment.transact;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Subscription;

/** What a topic has, as the payloads' JSON. */
final class History {

    private static final Duration SOON = Duration.ofSeconds(30);

    private History() {
    }

    /** Everything that was committed before this call, by the sentinel's promise. */
    static List<String> of(Journal journal, String topic) {
        return journal.events(Subscription.to(topic).untilCaughtUp())
                .map(event -> event.payload().value())
                .collect().asList().await().atMost(SOON);
    }
}
