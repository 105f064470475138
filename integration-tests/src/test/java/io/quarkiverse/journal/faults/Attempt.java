package io.quarkiverse.journal.faults;

/**
 * One attempt to publish some events, under a tag that no other attempt has. A caller that tries again makes a new attempt, so
 * the checker can tell what became of each.
 * <p>
 * The thread that made it writes the answer; any thread reads it.
 */
final class Attempt {

    /** What the caller knows. */
    enum Outcome {
        /** No answer came, or one that leaves it open. */
        UNKNOWN,
        /** All of it is durable. */
        STORED,
        /** None of it is stored, now or later. */
        ABSENT
    }

    /** What binds the events of an attempt together. */
    enum Shape {
        /** All or none, at consecutive positions. */
        ATOMIC,
        /** The same, together with rows of a table. */
        TRANSACTION,
        /** One by one by one thread: what is stored is the beginning, in order. */
        SEQUENCE
    }

    /**
     * What the caller learned.
     *
     * @param at when, by {@link System#nanoTime()}
     * @param first the position of the first event, 0 when the answer does not tell
     * @param actual of a refusal: where the topic's last event was; {@link #ANY} when the answer does not tell
     */
    record Answer(Outcome outcome, long at, long first, long actual) {
    }

    /** Whatever the position of the topic's last event. */
    static final long ANY = -1;

    private static final Answer NONE = new Answer(Outcome.UNKNOWN, Long.MAX_VALUE, 0, ANY);
    private static final Answer REFUSED = new Answer(Outcome.ABSENT, Long.MAX_VALUE, 0, ANY);

    final int number;
    final String topic;
    final int events;
    final Shape shape;
    /** By {@link System#nanoTime()}. */
    final long sent;
    /** Whether the events are meant to be rolled back, whatever the answer is. */
    final boolean doomed;
    /** Where the topic's last event must be for this to be stored, or {@link #ANY}. */
    final long expected;
    private volatile Answer answer = NONE;

    Attempt(int number, String topic, int events, Shape shape, boolean doomed, long expected, long sent) {
        this.number = number;
        this.topic = topic;
        this.events = events;
        this.shape = shape;
        this.doomed = doomed;
        this.expected = expected;
        this.sent = sent;
    }

    /** The key of each of its events. */
    String tag() {
        return "a" + number;
    }

    /**
     * @param first the position of the first event, 0 when the answer does not tell
     */
    void stored(long first, long at) {
        // Of several tries the first that was acknowledged counts; the others must have the same answer.
        if (answer.outcome != Outcome.STORED || answer.first != first) {
            answer = new Answer(Outcome.STORED, at, first, ANY);
        }
    }

    void absent() {
        answer = REFUSED;
    }

    /** It is refused since the topic's last event is at another position than the expected one. */
    void outdated(long actual) {
        answer = new Answer(Outcome.ABSENT, Long.MAX_VALUE, 0, actual);
    }

    Answer answer() {
        return answer;
    }

    boolean isStored() {
        return answer.outcome == Outcome.STORED;
    }

    @Override
    public String toString() {
        return shape + " attempt " + tag() + " of " + events + " event(s) of " + topic + ", " + answer.outcome
                + (doomed ? ", to be rolled back" : "") + (expected == ANY ? "" : ", to be stored after " + expected);
    }
}
