package io.quarkiverse.journal.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.QuarkusUnitTest;

@WithoutContainerRuntime
class EmbeddedPostgresTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest().withEmptyApplication();

    @Inject
    AgroalDataSource dataSource;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @Test
    void anApplicationThatConfiguresNothingGetsADurableServer() throws SQLException {
        assertThat(url).startsWith("jdbc:postgresql://127.0.0.1:").endsWith("/quarkus");
        assertThat(ask("SHOW server_version")).startsWith("18.");
        assertThat(ask("SHOW fsync")).isEqualTo("on");
        assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(ask("SHOW full_page_writes")).isEqualTo("on");
        assertThat(ask("SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(ask("SHOW unix_socket_directories")).isEmpty();
        assertThat(ask("SHOW server_encoding")).isEqualTo("UTF8");
        assertThat(ask("SELECT lower('ÄÉ')")).isEqualTo("äé");
        assertThat(ask("SELECT current_user")).isEqualTo("quarkus");
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
