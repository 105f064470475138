package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {

    @Test
    void isWrittenAsRfc9457HasIt() {
        assertThat(Problem.badRequest("No \"such\" thing").toJson().toString()).isEqualTo(
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"No \\\"such\\\" thing\"}");
        assertThat(Problem.unprocessable("d", List.of(new Problem.Fault("/3/kind", "bad"))).toJson().toString()).isEqualTo(
                "{\"type\":\"about:blank\",\"title\":\"Unprocessable Entity\",\"status\":422,\"detail\":\"d\","
                        + "\"errors\":[{\"pointer\":\"/3/kind\",\"detail\":\"bad\"}]}");
    }

    @Test
    void shortensWhatItShows() {
        assertThat(Problem.quote("x".repeat(1_000))).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "application/json|JSON", "Application/JSON; charset=UTF-8|JSON",
            "application/x-ndjson|NDJSON", "application/json;charset=\"utf-8\"|JSON",
            "application/cloudevents+json; charset=UTF-8|CLOUDEVENTS", "application/cloudevents-batch+json|CLOUDEVENTS_BATCH" })
    void knowsWhatCanBePublished(String contentType, MediaType form) {
        assertThat(MediaType.ofBody(contentType)).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-1",
            "application/cloudevents+xml", "application/cloudevents", "", ";" })
    void knowsWhatCannotBePublished(String contentType) {
        assertThat(catchThrowableOfType(RefusedException.class, () -> MediaType.ofBody(contentType)).problem().status())
                .isEqualTo(415);
        assertThat(catchThrowableOfType(RefusedException.class, () -> MediaType.ofBody(null)).problem().status())
                .isEqualTo(415);
    }
}
