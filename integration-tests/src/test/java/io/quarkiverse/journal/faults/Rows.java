package io.quarkiverse.journal.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events as the table was seen to have them: some bytes for each, since a long run has many millions.
 * <p>
 * One thread adds; another one reads when that has ended. Only {@link #head} may be asked at any time.
 */
final class Rows {

    /** The attempt of a position that nothing is at. */
    static final int NOBODY = -1;
    /** The attempt of a position that the end of a topic is at. */
    static final int END = -2;

    private static final int SHIFT = 16;
    private static final int CHUNK = 1 << SHIFT;

    /** One of many, so that growing copies nothing. */
    private static final class Chunk {

        private final int[] attempts = new int[CHUNK];
        private final short[] topics = new short[CHUNK];
        private final short[] indexes = new short[CHUNK];
        private final int[] idHashes = new int[CHUNK];
    }

    private final Violations violations;
    private final List<Chunk> chunks = new ArrayList<>();
    private final Map<String, Integer> topics = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<TopicPositions> positions = new ArrayList<>();
    private long[] floors = new long[16];
    private volatile long head;

    /**
     * @param violations takes positions that do not follow each other
     */
    Rows(Violations violations) {
        this.violations = violations;
    }

    /**
     * @param position above the one before
     * @param attempt the number of the attempt that published it
     * @param index its place in the attempt, from 0
     * @param idHash tells whether a reader saw this event at this position
     */
    void add(long position, String topic, int attempt, int index, int idHash) {
        if (position != head + 1) {
            violations.add("Positions are not dense: %d is followed by %d", head, position);
            while (position > head + 1) {
                put(head + 1, 0, NOBODY, 0, 0);
            }
        }
        put(position, topicNumber(topic), attempt, index, idHash);
        positions.get(topicNumber(topic)).add(position);
    }

    private void put(long position, int topic, int attempt, int index, int idHash) {
        int chunk = (int) (position >>> SHIFT);
        while (chunks.size() <= chunk) {
            chunks.add(new Chunk());
        }
        int at = at(position);
        chunks.get(chunk).attempts[at] = attempt;
        chunks.get(chunk).topics[at] = (short) topic;
        chunks.get(chunk).indexes[at] = (short) index;
        chunks.get(chunk).idHashes[at] = idHash;
        head = position;
    }

    private static int at(long position) {
        return (int) (position & (CHUNK - 1));
    }

    private Chunk chunk(long position) {
        return chunks.get((int) (position >>> SHIFT));
    }

    /** The highest position. */
    long head() {
        return head;
    }

    int attempt(long position) {
        return chunk(position).attempts[at(position)];
    }

    /** Its place in the attempt, from 0. */
    int index(long position) {
        return chunk(position).indexes[at(position)] & 0xffff;
    }

    int idHash(long position) {
        return chunk(position).idHashes[at(position)];
    }

    /** The number of the topic of the event at a position. */
    int topic(long position) {
        return chunk(position).topics[at(position)] & 0xffff;
    }

    boolean isThere(long position) {
        return attempt(position) != NOBODY;
    }

    boolean isEnd(long position) {
        return attempt(position) == END;
    }

    String topicName(int number) {
        return names.get(number);
    }

    /** How many topics there are; their numbers are below. */
    int topics() {
        return names.size();
    }

    /** A number of a topic's own; a new one for a topic without events. */
    int topicNumber(String name) {
        return topics.computeIfAbsent(name, added -> {
            names.add(added);
            positions.add(new TopicPositions());
            if (names.size() > floors.length) {
                floors = Arrays.copyOf(floors, 2 * floors.length);
            }
            return names.size() - 1;
        });
    }

    /** Where the topic's entries are. */
    TopicPositions positions(int topic) {
        return positions.get(topic);
    }

    /** Notes that events of a topic, up to a position, may have been removed in the course of the run. */
    void floor(String topic, long position) {
        floors[topicNumber(topic)] = position;
    }

    /** Up to where the table may have lost events of this topic. */
    long floor(int topic) {
        return floors[topic];
    }

    /** The position of the last event, of a topic or of {@code null} for all; 0 when there is none. */
    long last(String topic) {
        if (topic == null) {
            return head;
        }
        TopicPositions entries = positions(topicNumber(topic));
        return entries.size() == 0 ? 0 : entries.get(entries.size() - 1);
    }
}
