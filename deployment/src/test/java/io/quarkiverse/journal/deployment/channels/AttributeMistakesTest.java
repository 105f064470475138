package io.quarkiverse.journal.deployment.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** All that is wrong with a channel is said at the start, with the keys. */
class AttributeMistakesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = Channels.application()
            .overrideConfigKey("mp.messaging.outgoing.orders.connector", "quarkus-journal")
            .overrideConfigKey("mp.messaging.outgoing.orders.topic", "no topic")
            .overrideConfigKey("mp.messaging.outgoing.orders.kind", "no kind")
            .overrideConfigKey("mp.messaging.outgoing.orders.max-inflight-messages", "0")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining(
                    "mp.messaging.outgoing.orders.topic is 'no topic'")
                    .hasStackTraceContaining("mp.messaging.outgoing.orders.kind is 'no kind'")
                    .hasStackTraceContaining("mp.messaging.outgoing.orders.max-inflight-messages is '0'"));

    @Inject
    @Channel("orders")
    Emitter<String> orders;

    @Test
    void doesNotStart() {
        fail("started");
    }
}
