package io.quarkiverse.journal.showcase;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A running curl that prints what comes as it comes. For one thread. */
final class Curl implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private Curl(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it, or lets the test be skipped with the reason. */
    static Curl startOrSkip(String... arguments) throws IOException {
        assumeTrue(Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, "curl").canExecute()),
                "Reading with curl was not tested: there is none on the PATH. Debian has it in the package curl.");
        List<String> command = new ArrayList<>(List.of("curl", "-qsSN", "--noproxy", "*"));
        command.addAll(List.of(arguments));
        return new Curl(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Waits for a line that begins like this, and returns the rest of it. */
    String next(String beginning) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
        throw new AssertionError("curl has ended without " + beginning);
    }

    /** What else it prints until it ends by itself. */
    List<String> rest() {
        return out.lines().toList();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
