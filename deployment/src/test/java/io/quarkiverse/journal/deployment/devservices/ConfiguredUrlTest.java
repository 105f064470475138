package io.quarkiverse.journal.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.deployment.ExternalPostgres;
import io.quarkus.test.QuarkusUnitTest;

class ConfiguredUrlTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new ExternalPostgres()
            .around(new QuarkusUnitTest().withApplicationRoot(archive -> archive.addClass(ExternalPostgres.class)));

    @Inject
    AgroalDataSource dataSource;

    @Test
    void aConfiguredUrlIsUsed() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection.getMetaData().getURL())
                    .startsWith("jdbc:postgresql://127.0.0.1:" + ExternalPostgres.port() + "/postgres");
        }
    }
}
