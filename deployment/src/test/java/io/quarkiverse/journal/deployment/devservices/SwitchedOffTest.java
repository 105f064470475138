package io.quarkiverse.journal.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@WithoutContainerRuntime
class SwitchedOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.journal.devservices.enabled", "false")
            .assertException(failure -> assertThat(failure)
                    .hasMessageContaining("Please configure the datasource URL"));

    @Test
    void withoutThisServiceTheOneOfTheDatasourceIsInCharge() {
        fail("the build must fail");
    }
}
