package io.quarkiverse.journal.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All frames that one reader got, as they came, in a file: its subscriptions, one after the other, each resumed where one
 * before
 * broke off.
 * <p>
 * One thread adds; another one may look when that has ended.
 */
final class ReaderLog implements AutoCloseable {

    /** Goes through the frames. */
    interface Visitor {

        /**
         * A subscription begins.
         *
         * @param after the position that it was to start after
         * @param asked when it was asked for, by {@link System#nanoTime()}
         * @param earliest whether it was to start with whatever is kept; {@code after} is 0 then
         */
        void opened(String node, long after, long asked, boolean earliest);

        void event(long position, int idHash);

        void caughtUp(long position);

        /**
         * @param reason what it was said to come from
         * @param topic the topic that it is about
         * @param first the first position that is not missing
         */
        void gap(String reason, String topic, long first);

        /** The end of one of several topics. */
        void topicClosed(long position);

        /** The end of the only topic. */
        void ended(long position);
    }

    private enum Kind {
        OPENED,
        EVENT,
        CAUGHT_UP,
        GAP,
        TOPIC_CLOSED,
        ENDED
    }

    private static final int KIND_SHIFT = 56;
    private static final long POSITION = (1L << KIND_SHIFT) - 1;
    private static final int BUFFER = 1 << 14;

    /** The reader. */
    final String name;
    /** What it reads, or {@code null} for the whole journal. */
    final String topic;
    private final Path file;
    private final DataOutputStream out;
    private long frames;
    private final int[] counts = new int[Kind.values().length];

    ReaderLog(String name, String topic, Path folder) {
        this.name = name;
        this.topic = topic;
        this.file = folder.resolve(name + ".frames");
        try {
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writing {

        void to(DataOutputStream out) throws IOException;
    }

    private ReaderLog write(Kind kind, long position, Writing rest) {
        try {
            out.writeLong((long) kind.ordinal() << KIND_SHIFT | position);
            rest.to(out);
            frames++;
            counts[kind.ordinal()]++;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ReaderLog opened(String node, long after, long asked, boolean earliest) {
        return write(Kind.OPENED, after, rest -> {
            rest.writeLong(asked);
            rest.writeBoolean(earliest);
            rest.writeUTF(node);
        });
    }

    ReaderLog event(long position, int idHash) {
        return write(Kind.EVENT, position, rest -> rest.writeInt(idHash));
    }

    ReaderLog caughtUp(long position) {
        return write(Kind.CAUGHT_UP, position);
    }

    ReaderLog topicClosed(long position) {
        return write(Kind.TOPIC_CLOSED, position);
    }

    ReaderLog ended(long position) {
        return write(Kind.ENDED, position);
    }

    private ReaderLog write(Kind kind, long position) {
        return write(kind, position, rest -> {
        });
    }

    ReaderLog gap(String reason, String about, long first) {
        return write(Kind.GAP, first, rest -> {
            rest.writeUTF(reason);
            rest.writeUTF(about);
        });
    }

    /** How many frames there are, by kind. */
    Map<String, Integer> counts() {
        Map<String, Integer> byKind = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            byKind.put(kind.name(), counts[kind.ordinal()]);
        }
        return byKind;
    }

    void forEach(Visitor visitor) {
        try {
            out.flush();
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
                for (long frame = 0; frame < frames; frame++) {
                    read(in, visitor);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(DataInputStream in, Visitor visitor) throws IOException {
        long frame = in.readLong();
        long position = frame & POSITION;
        switch (Kind.values()[(int) (frame >>> KIND_SHIFT)]) {
            case OPENED -> {
                long asked = in.readLong();
                boolean earliest = in.readBoolean();
                visitor.opened(in.readUTF(), position, asked, earliest);
            }
            case EVENT -> visitor.event(position, in.readInt());
            case CAUGHT_UP -> visitor.caughtUp(position);
            case GAP -> visitor.gap(in.readUTF(), in.readUTF(), position);
            case TOPIC_CLOSED -> visitor.topicClosed(position);
            case ENDED -> visitor.ended(position);
        }
    }

    /** Removes it: it is large, and of no use when nothing is wrong. */
    void delete() {
        close();
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
