package io.quarkiverse.journal.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.QuarkusUnitTest;

/** A persistence unit of another datasource would look for the journal where it is not. */
class WrongUnitTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.other.db-kind", "postgresql")
            .overrideConfigKey("quarkus.hibernate-orm.\"events\".datasource", "other")
            .overrideConfigKey("quarkus.hibernate-orm.\"events\".packages", "io.quarkiverse.journal.tests")
            .overrideConfigKey("quarkus.journal.panache.persistence-unit", "events")
            .assertException(failure -> assertThat(failure).isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("quarkus.journal.panache.persistence-unit is 'events'", "'<default>'", "'other'",
                            "name a persistence unit that has the journal's datasource"));

    @Test
    void isRefusedWhenTheApplicationIsBuilt() {
        throw new AssertionError("The application was built");
    }
}
