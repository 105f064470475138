package io.quarkiverse.journal.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Topic;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusUnitTest;

class TopicInjectionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClass(Shop.class));

    @Inject
    Shop shop;

    @Inject
    Journal journal;

    @Test
    void everyInjectionPointGetsThePublisherOfItsOwnTopic() {
        assertThat(shop.orders.topic()).isEqualTo("orders");
        assertThat(shop.bills.topic()).isEqualTo("bills");
        assertThat(shop.later.get().topic()).isEqualTo("later");
        assertThat(shop.atStart).isEqualTo("start-up");
        assertThat(journal.publisher("called").topic()).isEqualTo("called");
    }

    @Singleton
    static class Shop {

        @Inject
        @Topic("orders")
        EventPublisher orders;

        @Inject
        @Topic("later")
        Instance<EventPublisher> later;

        final EventPublisher bills;
        String atStart;

        Shop(@Topic("bills") EventPublisher bills) {
            this.bills = bills;
        }

        void start(@Observes StartupEvent event, @Topic("start-up") EventPublisher publisher) {
            atStart = publisher.topic();
        }
    }
}
