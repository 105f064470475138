package io.quarkiverse.journal.deployment.devservices;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** A process that starts a server, stores something, and dies without a chance to clear away. */
final class AbandonedServer {

    static final ServerSettings SETTINGS = new ServerSettings(0, "quarkus", "quarkus", "quarkus");

    private AbandonedServer() {
    }

    public static void main(String[] arguments) throws Exception {
        Path parent = Path.of(arguments[1]);
        ServerFolder folder = arguments[0].equals("kept") ? ServerFolder.kept(parent, "server")
                : ServerFolder.temporary(parent, "server");
        EmbeddedPostgresServer server = new EmbeddedPostgresServer(SETTINGS, folder);
        server.start();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "quarkus", "quarkus");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (value text)");
            statement.execute("INSERT INTO kept VALUES ('still here')");
        }
        System.out.println(folder.root());
        System.out.flush();
        Runtime.getRuntime().halt(1);
    }

    /** Lets it happen, and returns the folder that stays behind. */
    static Path in(Path parent, String kind) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), AbandonedServer.class.getName(), kind, parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return Path.of(output.lines().reduce((first, last) -> last).orElseThrow().trim());
    }
}
