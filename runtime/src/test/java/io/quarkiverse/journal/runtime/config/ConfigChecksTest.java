package io.quarkiverse.journal.runtime.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.journal.JournalException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class ConfigChecksTest {

    private static final Map<String, String> AND_AUDIT = Map.of(JournalNames.DEFAULT, "<default>", "audit", "<default>");

    private static void require(Map<String, String> settings) {
        require(settings, Map.of(JournalNames.DEFAULT, "<default>"));
    }

    private static void require(Map<String, String> settings, Map<String, String> datasources) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(JournalsConfig.class)
                .withMapping(HttpConfig.class)
                .build();
        JournalsChecks.require(config.getConfigMapping(JournalsConfig.class), config.getConfigMapping(HttpConfig.class),
                datasources);
    }

    @Test
    void theDefaultsAreRight() {
        assertThatCode(() -> require(Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({ "schema,Journal", "schema,1a", "schema,a-b", "schema,a\"b", "schema,pg_journal",
            "schema,a23456789012345678901234567890123456789012345678", "partition-size,999", "partition-size,1000000000001",
            "publish.queue-size,0", "publish.queue-size,10000001", "publish.queue-bytes,0", "publish.batch-size,0",
            "publish.batch-size,10001", "publish.max-payload-size,0", "publish.max-payload-size,17M",
            "publish.max-atomic-events,0", "publish.max-atomic-events,100001", "publish.block-timeout,-1S",
            "publish.block-timeout,25H", "publish.shutdown-timeout,-1S", "publish.max-backoff,0S",
            "publish.statement-timeout,999MS", "topics.close-timeout,-1S", "topics.declared,a b", "topics.close-timeout,25H",
            "idempotency.window,999MS", "idempotency.window,31708800S",
            "read.max-connections,0", "read.max-connections,1001", "read.page-size,0",
            "read.page-size,10001", "read.page-bytes,0", "read.page-bytes,2G", "read.buffer-bytes,1048575",
            "read.statement-timeout,1MS",
            "tail.buffer-size,1", "tail.buffer-size,16777217", "tail.buffer-bytes,0", "tail.poll-interval,0S",
            "tail.poll-interval,48H", "http.heartbeat,0S", "http.max-streams,0", "http.max-request-bytes,0",
            "http.max-streams-per-identity,0", "http.body-timeout,0S", "http.request-memory,15M",
            "http.authorize-interval,99MS",
            "http.publish-enabled,true", "retention.max-age,0S", "retention.max-age,-1S", "retention.max-age,36501D",
            "retention.max-events,0", "retention.max-bytes,0", "retention.interval,9MS", "retention.interval,25H",
            "topics.\"t\".retention.max-age,0S", "topics.\"t\".retention.max-events,-1",
            "topics.\"t\".retention.max-bytes,0" })
    void aWrongValueIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> require(Map.of("quarkus.journal." + key, value))).isInstanceOf(JournalException.class)
                .hasMessageContaining("quarkus.journal." + key + " is ");
    }

    @ParameterizedTest
    @CsvSource({ "schema,a2345678901234567890123456789012345678901234567", "schema,_", "partition-size,1000",
            "publish.block-timeout,0S", "publish.shutdown-timeout,24H", "topics.close-timeout,0S", "idempotency.window,1S",
            "idempotency.window,31622400S",
            "publish.max-payload-size,16M", "tail.buffer-size,2" })
    void theLimitsThemselvesAreAllowed(String key, String value) {
        assertThatCode(() -> require(Map.of("quarkus.journal." + key, value))).doesNotThrowAnyException();
    }

    @Test
    void aTopicsNameIsChecked() {
        assertThatThrownBy(() -> require(Map.of("quarkus.journal.topics.\"no topic\".compaction", "true")))
                .isInstanceOf(JournalException.class).hasMessageContaining("quarkus.journal.topics.\"no topic\"");
    }

    @Test
    void aJournalWithANameIsCheckedByItsOwnKeys() {
        assertThatThrownBy(() -> require(
                Map.of("quarkus.journal.\"audit\".schema", "Audit", "quarkus.journal.\"audit\".read.page-size", "0"),
                AND_AUDIT)).message().contains("quarkus.journal.\"audit\".schema is 'Audit'",
                        "quarkus.journal.\"audit\".read.page-size is 0");
    }

    @Test
    void aJournalThatTheApplicationWasBuiltWithoutIsRefused() {
        assertThatThrownBy(() -> require(Map.of("quarkus.journal.\"audit\".schema", "audit"))).message()
                .contains("\"audit\"", "built without", "@JournalName(\"audit\")");
    }

    @Test
    void twoJournalsInOneSchemaAreRefused() {
        Map<String, String> sameSchema = Map.of("quarkus.journal.\"audit\".schema", "journal");
        assertThatThrownBy(() -> require(sameSchema, AND_AUDIT)).message()
                .contains("quarkus.journal.schema", "quarkus.journal.\"audit\".schema", "'journal'");
        assertThatCode(() -> require(sameSchema, Map.of(JournalNames.DEFAULT, "<default>", "audit", "other")))
                .doesNotThrowAnyException();
    }

    @Test
    void aJournalWithANameHasASchemaOfItsOwn() {
        assertThatCode(() -> require(Map.of(), AND_AUDIT)).doesNotThrowAnyException();
    }

    @Test
    void everythingThatIsWrongIsSaidTogether() {
        assertThatThrownBy(() -> require(Map.of("quarkus.journal.schema", "A", "quarkus.journal.read.page-size", "0",
                "quarkus.journal.publish.max-backoff", "0S"))).message()
                .contains("quarkus.journal.schema", "quarkus.journal.read.page-size", "quarkus.journal.publish.max-backoff");
    }
}
