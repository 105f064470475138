package io.quarkiverse.journal.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock of a process and its children, which can be set while they run. That needs libfaketime, of Debian's package of that
 * name; without it clocks stay as they are.
 * <p>
 * One thread at a time sets it.
 */
final class Clock {

    private static final List<String> LIBRARY_FOLDERS = List.of("/usr/lib", "/usr/lib64", "/usr/local/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";
    private static final Optional<Path> FOUND = find();

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path file;

    /**
     * @param file says how far the clock is off
     */
    Clock(Path file) {
        this.file = file.toAbsolutePath();
        set(0);
    }

    /** Whether clocks can be set on this machine. */
    static boolean canBeSet() {
        return FOUND.isPresent();
    }

    private static Optional<Path> find() {
        return LIBRARY_FOLDERS.stream().map(Path::of).flatMap(Clock::withSubfolders).map(folder -> folder.resolve(LIBRARY))
                .filter(Files::exists).findFirst();
    }

    /** Debian has a folder for each architecture. */
    private static Stream<Path> withSubfolders(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return Stream.concat(Stream.of(folder), inside.filter(Files::isDirectory).toList().stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * For the environment of a process that is to have this clock. Clocks that only measure intervals stay as they are, and so
     * does what waits by them: the library's remedy for that would make each wait last some ten milliseconds.
     */
    Map<String, String> environment() {
        return FOUND.map(library -> Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0"))
                .orElse(Map.of());
    }

    /** Removes what the library keeps for a process that had this clock, and that was killed before it could do so itself. */
    void forget(long pid) {
        for (String left : List.of("faketime_shm_", "sem.faketime_sem_")) {
            SHARED_MEMORY.resolve(left + pid).toFile().delete();
        }
    }

    /**
     * Within a second the clock is that far off.
     *
     * @param seconds negative for a clock that is behind
     */
    void set(int seconds) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, "%+d%n".formatted(seconds));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
