package io.quarkiverse.journal.deployment.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

class ExhaustedPoolTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.datasource.jdbc.max-size", "1");

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Journal journal;

    @Test
    void theJournalNeitherNeedsNorWaitsForTheApplicationsConnections() throws SQLException, InterruptedException {
        try (Connection held = dataSource.getConnection()) {
            assertThat(held.isValid(1)).isTrue();
            AssertSubscriber<Event> live = journal.events(Subscription.to("orders").since(Start.earliest()))
                    .subscribe().withSubscriber(AssertSubscriber.create(3));

            journal.publish("orders", 1);
            journal.publish("orders", 2);
            assertThat(journal.flush(Duration.ofSeconds(30))).isTrue();
            journal.append("orders", 3).await().atMost(Duration.ofSeconds(30));

            assertThat(live.awaitItems(3, Duration.ofSeconds(30)).getItems()).extracting(Event::position)
                    .containsExactly(1L, 2L, 3L);
            live.cancel();
            List<Event> history = journal.events(Subscription.to("orders").since(Start.earliest()).untilCaughtUp())
                    .collect().asList().await().atMost(Duration.ofSeconds(30));
            assertThat(history).hasSize(3);
        }
    }
}
