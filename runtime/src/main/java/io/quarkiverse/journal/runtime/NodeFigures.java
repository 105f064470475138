package io.quarkiverse.journal.runtime;

import java.time.Duration;

import io.quarkiverse.journal.runtime.config.JournalNames;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.publish.PublishQueue;
import io.quarkiverse.journal.runtime.publish.QueueFigures;
import io.quarkiverse.journal.runtime.retain.RetentionFigures;
import io.quarkiverse.journal.runtime.sequence.Sequencer;
import io.quarkiverse.journal.runtime.subscribe.ReadingSources;
import io.quarkiverse.journal.runtime.tail.Tail;
import io.quarkiverse.journal.runtime.tail.TailFollower;

/**
 * The node in figures, for its operator. All of it is known already: nothing here asks the database or waits for it.
 * <p>
 * Thread-safe.
 */
public final class NodeFigures {

    private final JournalSettings settings;
    private final PublishQueue queue;
    private final Sequencer sequencer;
    private final Tail tail;
    private final TailFollower follower;
    private final ReadingSources readings;
    private final RetentionFigures retention;

    NodeFigures(JournalSettings settings, PublishQueue queue, Sequencer sequencer, Tail tail, TailFollower follower,
            ReadingSources readings, RetentionFigures retention) {
        this.settings = settings;
        this.queue = queue;
        this.sequencer = sequencer;
        this.tail = tail;
        this.follower = follower;
        this.readings = readings;
        this.retention = retention;
    }

    /** The journal's name, for a reader. */
    public String journal() {
        return JournalNames.shown(settings.name());
    }

    public String schema() {
        return settings.schema();
    }

    /** For how long writing or following may fail or hang before the node is not ready. */
    public Duration grace() {
        return settings.config().health().grace();
    }

    public QueueFigures queue() {
        return queue.figures();
    }

    /** The highest position that this node's readers see. */
    public long head() {
        return tail.head();
    }

    /** How many positions the tail is behind the highest one that the node has heard of. */
    public long tailLag() {
        // The tail last: it moves on meanwhile.
        long known = Math.max(follower.knownHead(), sequencer.head());
        return Math.max(0, known - tail.head());
    }

    /** How many subscriptions are open, over Java and HTTP together. */
    public int openSubscriptions() {
        return readings.openReadings();
    }

    /** How many bytes of pages all readings hold together, about. */
    public long heldByReadings() {
        return readings.heldBytes();
    }

    /** For how long the writer has had something to do without success. */
    public Duration writerStalled() {
        return sequencer.stalled();
    }

    /** For how long the tail has not been able to look at the journal. */
    public Duration tailStalled() {
        return follower.stalled();
    }

    /** Whether the writer has ended although the node has not. */
    public boolean isWriterDead() {
        return sequencer.isDead();
    }

    /** Whether the tail has ended although the node has not. */
    public boolean isTailDead() {
        return follower.isDead();
    }

    /** What this node removed. */
    public RetentionFigures retention() {
        return retention;
    }
}
