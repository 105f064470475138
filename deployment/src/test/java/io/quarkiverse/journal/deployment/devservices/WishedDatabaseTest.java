package io.quarkiverse.journal.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.QuarkusUnitTest;

@WithoutContainerRuntime
class WishedDatabaseTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.username", "Shop owner")
            .overrideConfigKey("quarkus.datasource.password", "secret")
            .overrideConfigKey("quarkus.datasource.devservices.db-name", "shop-1");

    @Inject
    AgroalDataSource dataSource;

    @Test
    void theUserAndTheDatabaseAreTheOnesTheApplicationNames() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection.getCatalog()).isEqualTo("shop-1");
            assertThat(connection.getMetaData().getUserName()).isEqualTo("Shop owner");
        }
    }
}
