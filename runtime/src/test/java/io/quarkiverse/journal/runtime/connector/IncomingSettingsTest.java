package io.quarkiverse.journal.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;

class IncomingSettingsTest {

    @Test
    void defaults() {
        IncomingSettings settings = TestChannel.settings(Map.of());
        assertThat(settings).isEqualTo(new IncomingSettings("orders", "application.orders",
                Subscription.to("orders").since(Start.earliest()), false, true, false, 1, Duration.ofMillis(50), 256,
                CommitStrategy.THROTTLED, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(10), true, null));
    }

    @Test
    void overrides() {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("topics", "a*, b");
        attributes.put("consumer", "mine");
        attributes.put("since", "latest");
        attributes.put("kinds", "k1,k2");
        attributes.put("keys", "x");
        attributes.put("correlation-ids", "c");
        attributes.put("runs", "r");
        attributes.put("steps", "s");
        attributes.put("emit-sentinel", "true");
        attributes.put("on-gap", "continue");
        attributes.put("batch", "true");
        attributes.put("batch-size", "400");
        attributes.put("batch-wait-ms", "7");
        attributes.put("max-inflight-messages", "9");
        attributes.put("commit-strategy", "each");
        attributes.put("auto.commit.interval.ms", "8");
        attributes.put("throttled.unprocessed-record-max-age.ms", "0");
        attributes.put("lease-ms", "2000");
        attributes.put("payload-type", "java.util.List<java.lang.String>");
        attributes.put("health-enabled", "false");
        IncomingSettings settings = TestChannel.settings(attributes);
        assertThat(settings.subscription().topics()).containsExactlyInAnyOrder("a*", "b");
        assertThat(settings).isEqualTo(new IncomingSettings("orders", "mine",
                new Subscription(settings.subscription().topics(), Start.latest(), Set.of("k1", "k2"), Set.of("x"), Set.of("c"),
                        Set.of("r"), Set.of("s"), true, true),
                true, false, true, 400, Duration.ofMillis(7), 800, CommitStrategy.EACH, Duration.ofMillis(8), Duration.ZERO,
                Duration.ofSeconds(2), false, "java.util.List<java.lang.String>"));
    }

    @ParameterizedTest
    @CsvSource({ "topic,no topic", "topics,no topic", "consumer,no consumer", "since,whenever", "on-gap,shrug", "batch-size,0",
            "batch-wait-ms,-1", "max-inflight-messages,0", "commit-strategy,sometimes", "auto.commit.interval.ms,0",
            "throttled.unprocessed-record-max-age.ms,-1", "lease-ms,999", "concurrency,2" })
    void whatIsWrongIsSaidWithItsKey(String attribute, String value) {
        assertThatThrownBy(() -> TestChannel.settings(Map.of(attribute, value))).isInstanceOf(JournalException.class)
                .hasMessageContaining("mp.messaging.incoming.orders." + attribute + " is '" + value + "'");
    }

    @Test
    void thereIsNoCheckpointWithoutAConsumer() {
        assertThatThrownBy(() -> TestChannel.settings(Map.of("commit-strategy", "ignore", "since", "checkpoint")))
                .hasMessageContaining("commit-strategy=ignore");
        assertThat(TestChannel.settings(Map.of("commit-strategy", "ignore"))).satisfies(settings -> {
            assertThat(settings.consumer()).isNull();
            assertThat(settings.subscription().start()).isEqualTo(Start.latest());
        });
    }

    @Test
    void topicAndTopicsExcludeEachOther() {
        assertThatThrownBy(() -> TestChannel.settings(Map.of("topic", "a", "topics", "b"))).hasMessageContaining("topic");
    }
}
