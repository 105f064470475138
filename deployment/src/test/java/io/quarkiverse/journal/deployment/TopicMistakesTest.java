package io.quarkiverse.journal.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Topic;
import io.quarkus.test.QuarkusUnitTest;

class TopicMistakesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClass(Shop.class))
            .assertException(failure -> assertThat(failure)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("(5)")
                    .hasMessageContaining(Shop.class.getName() + "#spaced: @Topic(\"or ders\") is no name of a topic: write")
                    .hasMessageContaining("parameter 'empty' of " + Shop.class.getName()
                            + " constructor: @Topic(\"\") is no name of a topic")
                    .hasMessageContaining(
                            Shop.class.getName() + "#tooEarly: an EventPublisher publishes to one topic, and none is"
                                    + " named here: write @Inject @Topic(\"orders\") EventPublisher")
                    .hasMessageContaining(Shop.class.getName() + "#dotted: @Topic(\".hidden\") is no name of a topic")
                    .hasMessageContaining(Shop.class.getName() + "#text: @Topic(\"orders\") is on the type java.lang.String"));

    @Test
    void allMistakesAreReportedTogether() {
        fail("the build must fail");
    }

    @ApplicationScoped
    static class Shop {

        @Inject
        @Topic("or ders")
        EventPublisher spaced;

        @Inject
        EventPublisher tooEarly;

        @Inject
        @Topic(".hidden")
        Instance<EventPublisher> dotted;

        @Inject
        @Topic("orders")
        String text;

        @Inject
        @Topic("orders")
        EventPublisher right;

        Shop(@Topic("") EventPublisher empty) {
        }
    }
}
