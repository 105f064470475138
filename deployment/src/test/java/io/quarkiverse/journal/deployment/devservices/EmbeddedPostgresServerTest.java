package io.quarkiverse.journal.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerTest {

    @TempDir
    Path parent;

    @Test
    void dataOutlivesTheServerInAKeptFolder() throws SQLException {
        try (EmbeddedPostgresServer server = kept()) {
            server.start();
            execute(server, "CREATE TABLE kept AS SELECT 'still here' AS value");
        }
        try (EmbeddedPostgresServer server = kept()) {
            server.start();
            assertThat(ask(server, "SELECT value FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void aTemporaryFolderIsGoneWithItsServer() throws Exception {
        ServerFolder folder = ServerFolder.temporary(parent, "server");
        ProcessHandle postgres;
        try (EmbeddedPostgresServer server = new EmbeddedPostgresServer(AbandonedServer.SETTINGS, folder)) {
            server.start();
            postgres = process(folder.root());
            assertThat(postgres.isAlive()).isTrue();
        }
        assertThat(folder.root()).doesNotExist();
        assertThat(postgres.isAlive()).isFalse();
    }

    @Test
    void aServerWhoseOwnerWasKilledIsReplacedAndItsDataKept() throws Exception {
        ProcessHandle orphan = process(AbandonedServer.in(parent, "kept"));
        assertThat(orphan.isAlive()).isTrue();
        try (EmbeddedPostgresServer server = kept()) {
            server.start();
            assertThat(orphan.isAlive()).isFalse();
            assertThat(ask(server, "SELECT value FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void aKilledServerRecovers() throws Exception {
        ProcessHandle orphan = process(AbandonedServer.in(parent, "kept"));
        orphan.destroyForcibly();
        orphan.onExit().get();
        try (EmbeddedPostgresServer server = kept()) {
            server.start();
            assertThat(ask(server, "SELECT value FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void theNextTemporaryServerClearsAwayAnAbandonedOne() throws Exception {
        Path abandoned = AbandonedServer.in(parent, "temporary");
        ProcessHandle orphan = process(abandoned);
        try (EmbeddedPostgresServer server = new EmbeddedPostgresServer(AbandonedServer.SETTINGS,
                ServerFolder.temporary(parent, "server"))) {
            server.start();
            assertThat(abandoned).doesNotExist();
            assertThat(orphan.isAlive()).isFalse();
        }
    }

    @Test
    void aFileThatNamesAnotherProgramDoesNotPreventTheStart() throws Exception {
        try (EmbeddedPostgresServer server = kept()) {
            server.start();
        }
        Files.writeString(parent.resolve("server/data/postmaster.pid"), ProcessHandle.current().pid() + "\n");
        try (EmbeddedPostgresServer server = kept()) {
            server.start();
            assertThat(ask(server, "SELECT 'ready'")).isEqualTo("ready");
        }
    }

    @Test
    void dataWhoseCreationWasInterruptedIsCreatedAgain() throws Exception {
        Path data = Files.createDirectories(parent.resolve("server/data"));
        Files.writeString(data.resolve("postgresql.conf"), "");
        try (EmbeddedPostgresServer server = kept()) {
            server.start();
            assertThat(ask(server, "SELECT 'ready'")).isEqualTo("ready");
        }
    }

    @Test
    void aFolderInUseIsLeftAlone() throws SQLException {
        try (EmbeddedPostgresServer first = kept()) {
            first.start();
            try (EmbeddedPostgresServer second = kept()) {
                assertThatThrownBy(second::start).hasMessageContaining("another process is using it")
                        .hasMessageContaining("quarkus.datasource.jdbc.url");
            }
            assertThat(ask(first, "SELECT 'untouched'")).isEqualTo("untouched");
        }
    }

    @Test
    void damagedDataIsReportedWithTheLogAndWhatToDo() throws Exception {
        try (EmbeddedPostgresServer server = kept()) {
            server.start();
        }
        Files.writeString(parent.resolve("server/data/PG_VERSION"), "9.6\n");
        try (EmbeddedPostgresServer server = new EmbeddedPostgresServer(AbandonedServer.SETTINGS,
                ServerFolder.kept(parent, "server"), java.time.Duration.ofSeconds(2))) {
            assertThatThrownBy(server::start).hasMessageContaining("did not start")
                    .hasMessageContaining("database files are incompatible with server")
                    .hasMessageContaining("delete the folder");
        }
    }

    private EmbeddedPostgresServer kept() {
        return new EmbeddedPostgresServer(AbandonedServer.SETTINGS, ServerFolder.kept(parent, "server"));
    }

    private static ProcessHandle process(Path folder) throws Exception {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0).trim();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static void execute(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgresServer server, String query) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), "quarkus", "quarkus");
    }
}
