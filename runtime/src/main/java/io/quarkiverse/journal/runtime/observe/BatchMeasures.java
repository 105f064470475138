package io.quarkiverse.journal.runtime.observe;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of a batch that is committed.
 *
 * @param own how many events of the node's queue it wrote
 * @param moved how many events of callers' transactions it moved
 * @param ownRepeats how many events of the node's queue it dropped, since their ids were given before
 * @param movedRepeats how many events of callers' transactions it dropped for that
 * @param duration from sending it to knowing that it is committed
 * @param lockWait how long it waited for the journal's lock, by the server's clock
 * @param sequencingLag how long the first of the node's own transactions that it took care of had been committed; {@code null}
 *        when it moved nothing, or what it moved was not announced by a transaction of this node
 */
public record BatchMeasures(int own, int moved, int ownRepeats, int movedRepeats, Duration duration, Duration lockWait,
        @Nullable Duration sequencingLag) {
}
