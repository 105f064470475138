package io.quarkiverse.journal.deployment.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class ConfigurationMistakesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.journal.schema", "Bad-Schema")
            .overrideRuntimeConfigKey("quarkus.journal.publish.queue-size", "0")
            .overrideRuntimeConfigKey("quarkus.journal.read.page-size", "0")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("quarkus.journal.schema is 'Bad-Schema': it must be")
                    .hasStackTraceContaining("quarkus.journal.publish.queue-size is 0: it must be 1 to")
                    .hasStackTraceContaining("quarkus.journal.read.page-size is 0: it must be 1 to"));

    @Test
    void valuesOutOfTheirBoundsStopTheStartAndAreAllReported() {
        fail("the start must fail");
    }
}
