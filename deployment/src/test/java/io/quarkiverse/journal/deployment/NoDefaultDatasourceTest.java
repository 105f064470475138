package io.quarkiverse.journal.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.QuarkusUnitTest;

class NoDefaultDatasourceTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.hibernate-orm.enabled", "false")
            .overrideConfigKey("quarkus.datasource.other.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.other.jdbc.url", "jdbc:postgresql://127.0.0.1:1/other")
            .assertException(failure -> assertThat(failure)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("has none: set quarkus.datasource.db-kind=postgresql"));

    @Test
    void theBuildSaysWhatIsMissing() {
        fail("the build must fail");
    }
}
