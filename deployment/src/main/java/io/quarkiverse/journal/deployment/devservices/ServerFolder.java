package io.quarkiverse.journal.deployment.devservices;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one server: its data, its log, and the lock that says who uses it. The lock is the system's, so it goes when
 * its process goes, however that ends; a server that is then still running is an orphan.
 */
final class ServerFolder implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ServerFolder.class);
    private static final int SHOWN_LOG_LINES = 10;

    private final Path root;
    private final String name;
    private final boolean kept;
    private @Nullable FileChannel lock;

    private ServerFolder(Path root, String name, boolean kept) {
        this.root = root.toAbsolutePath().normalize();
        this.name = name;
        this.kept = kept;
    }

    /** A folder that outlives its server. */
    static ServerFolder kept(Path parent, String name) {
        return new ServerFolder(parent.resolve(name), name, true);
    }

    /**
     * A folder that is deleted with its server. It names the process that made it, so that others can tell when that is gone.
     */
    static ServerFolder temporary(Path parent, String name) {
        return new ServerFolder(parent.resolve(name + "-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID()), name,
                false);
    }

    /** Takes the folder, and clears away whatever an earlier owner that was killed left behind. */
    void open() throws IOException {
        if (!kept) {
            clearAbandonedSiblings();
        }
        Files.createDirectories(root);
        if (!tryLock()) {
            throw new IllegalStateException("another process is using it: end the other dev mode of this project first");
        }
        Files.deleteIfExists(log());
        Postmaster postmaster = Postmaster.of(data());
        postmaster.stop();
        postmaster.forget();
        if (!Files.exists(complete())) {
            // Its creation was interrupted; nothing was ever stored in it.
            delete(data());
        }
    }

    /** Whether this is the owner, and may do with what is in the folder as it likes. */
    boolean isOpen() {
        return lock != null;
    }

    void markComplete() throws IOException {
        Files.writeString(complete(), "");
    }

    Path root() {
        return root;
    }

    Path data() {
        return root.resolve("data");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    String describe() {
        return kept ? "data kept in " + root : "data deleted when it ends";
    }

    /** What the server said last, to go with the report of a failed start. */
    String lastLogLines() {
        if (!Files.exists(log())) {
            return "";
        }
        try {
            List<String> lines = Files.readAllLines(log());
            return "\nIts log ends with:\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES),
                    lines.size()));
        } catch (IOException e) {
            return "\nIts log " + log() + " cannot be read: " + e;
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel held = lock;
        lock = null;
        if (held == null) {
            return;
        }
        try (held) {
            if (!kept) {
                delete(root);
            }
        }
    }

    private boolean tryLock() throws IOException {
        FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock taken = channel.tryLock();
            if (taken != null) {
                lock = channel;
                return true;
            }
        } catch (OverlappingFileLockException e) {
            // This process holds it already, through another server.
            channel.close();
            return false;
        }
        channel.close();
        return false;
    }

    private void clearAbandonedSiblings() throws IOException {
        Path parent = root.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return;
        }
        Pattern siblings = Pattern.compile(Pattern.quote(name) + "-(\\d+)-.*");
        for (Path folder : list(parent)) {
            Matcher sibling = siblings.matcher(folder.getFileName().toString());
            if (sibling.matches() && ProcessHandle.of(Long.parseLong(sibling.group(1))).isEmpty()) {
                clear(new ServerFolder(folder, name, false));
            }
        }
    }

    private static void clear(ServerFolder abandoned) throws IOException {
        try (abandoned) {
            if (abandoned.tryLock()) {
                Postmaster.of(abandoned.data()).stop();
            }
        } catch (NoSuchFileException e) {
            // Somebody else, starting at the same moment, was faster.
            LOG.debugf(e, "%s is gone already", abandoned.root());
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private Path complete() {
        return root.resolve("complete");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> entries = Files.walk(folder)) {
            deepestFirst = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : deepestFirst) {
            Files.deleteIfExists(entry);
        }
    }
}
