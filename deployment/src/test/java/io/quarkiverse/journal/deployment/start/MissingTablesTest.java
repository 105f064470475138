package io.quarkiverse.journal.deployment.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class MissingTablesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.journal.schema-management", "validate")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("The journal's tables are missing in schema")
                    .hasStackTraceContaining("quarkus.journal.schema-management=create"));

    @Test
    void validationStopsTheStart() {
        fail("the start must fail");
    }
}
