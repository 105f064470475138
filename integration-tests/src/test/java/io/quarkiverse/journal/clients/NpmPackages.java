package io.quarkiverse.journal.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder with the clients' programs, and the packages of npm that they import. */
final class NpmPackages {

    static final Path FOLDER = Path.of("target", "clients").toAbsolutePath();

    private static final List<Path> SOURCES = List.of(Path.of("src", "test", "npm"),
            Path.of("..", "docs", "modules", "ROOT", "examples", "clients"));
    /** What the package eventsource asks for. */
    private static final int NODE = 20;

    private static final Pattern UNREACHABLE = Pattern
            .compile("E(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH)\\b");

    private static boolean installed;

    private NpmPackages() {
    }

    /** Puts the programs there. */
    static void copyPrograms() throws IOException {
        Files.createDirectories(FOLDER);
        for (Path source : SOURCES) {
            try (Stream<Path> files = Files.list(source)) {
                for (Path file : files.toList()) {
                    Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Installs the packages, or lets the test be skipped with the reason. */
    static synchronized void installOrSkip() throws IOException, InterruptedException {
        assumeTrue(onPath("npm"), "The clients from npm were not tested: there is no npm on the PATH. "
                + "Debian has it in the package npm.");
        if (installed) {
            return;
        }
        copyPrograms();
        // Exactly what the lock file says, from whatever registry npm is set up for; nothing of the packages is run
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
                .directory(FOLDER.toFile()).redirectErrorStream(true).start();
        npm.getOutputStream().close();
        String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = npm.waitFor();
        assumeTrue(status == 0 || !UNREACHABLE.matcher(output).find(),
                "The clients from npm were not tested: npm's registry cannot be reached: " + output);
        assertThat(status).as("npm ci in %s: %s", FOLDER, output).isZero();
        installed = true;
    }

    /** Lets the test be skipped where there is no Node.js, or too old a one. */
    static void needNode() throws IOException, InterruptedException {
        String version = onPath("node") ? nodeVersion() : "none";
        assumeTrue(version.matches("v\\d+\\..*") && Integer.parseInt(version.substring(1, version.indexOf('.'))) >= NODE,
                "The clients for Node.js were not tested: they need Node.js " + NODE + " or newer on the PATH, and found "
                        + version);
    }

    private static String nodeVersion() throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
        String version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        node.waitFor();
        return version;
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, program).canExecute());
    }
}
