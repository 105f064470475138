package io.quarkiverse.journal.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Records rounds of a contender with Java Flight Recorder, apart from those that count. */
public final class Profiler {

    /** Records nothing. */
    public static final Profiler NONE = new Profiler(null);

    /** So that samples every 10 or 20 ms tell something. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(8);

    private final @Nullable Path folder;

    public Profiler(@Nullable Path folder) {
        this.folder = folder;
    }

    void record(String name, Contender contender) throws Exception {
        if (folder == null || contender.jvm().isEmpty()) {
            return;
        }
        Path file = folder.resolve(
                name.replace(",", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "") + ".jfr")
                .toAbsolutePath();
        Jcmd.run(contender.jvm().getAsLong(), "JFR.start", "name=round", "settings=profile");
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        do {
            contender.round();
        } while (System.nanoTime() < end);
        Jcmd.run(contender.jvm().getAsLong(), "JFR.stop", "name=round", "filename=" + file);
        System.out.println("recorded: " + file.getFileName());
    }
}
