package io.quarkiverse.journal.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.QuarkusUnitTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

class ConfiguredUrlTest {

    private static EmbeddedPostgres configured;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .setBeforeAllCustomizer(ConfiguredUrlTest::start)
            .setAfterAllCustomizer(ConfiguredUrlTest::stop)
            .overrideConfigKey("quarkus.datasource.username", "postgres")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:${configured.port}/postgres");

    @Inject
    AgroalDataSource dataSource;

    @Test
    void aConfiguredUrlIsUsedAndNothingElseIsStarted() throws SQLException {
        int port = ConfigProvider.getConfig().getValue("configured.port", Integer.class);
        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection.getMetaData().getURL()).startsWith("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
        }
    }

    private static void start() {
        try {
            configured = EmbeddedPostgres.builder().start();
            System.setProperty("configured.port", Integer.toString(configured.getPort()));
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }

    private static void stop() {
        try {
            System.clearProperty("configured.port");
            configured.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }
}
