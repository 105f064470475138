package io.quarkiverse.journal.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The JDK's way to talk to another JVM. */
final class Jcmd {

    private Jcmd() {
    }

    /** Runs a command there and gives what it printed. */
    static String run(long pid, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid));
        builder.command().addAll(List.of(command));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("jcmd " + String.join(" ", command) + " ended with " + exit);
        }
        return output;
    }
}
