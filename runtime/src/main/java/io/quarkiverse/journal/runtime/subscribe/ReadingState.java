package io.quarkiverse.journal.runtime.subscribe;

/**
 * How far a reading has come. Immutable; each step gives a new state.
 *
 * @param place every matching event up to here has been given
 * @param target a head that covers everything committed before the reading began
 * @param caughtUp whether the sentinel's moment has passed
 */
record ReadingState(long place, long target, boolean caughtUp) {

    ReadingState {
        if (place < 0 || target < 0) {
            throw new IllegalArgumentException("place " + place + ", target " + target);
        }
    }

    /** A reading that begins strictly after a place. A target below the place has been reached already. */
    static ReadingState startingAt(long place, long target) {
        return new ReadingState(place, target, false);
    }

    /** The journal is another one from some place on: goes on elsewhere, with what was told staying told. */
    ReadingState restartedAt(long otherPlace, long otherTarget) {
        return new ReadingState(otherPlace, otherTarget, caughtUp);
    }

    /** Whether the sentinel comes next, before anything else. */
    boolean sentinelIsDue() {
        return !caughtUp && place >= target;
    }

    ReadingState afterSentinel() {
        if (!sentinelIsDue()) {
            throw new IllegalStateException("The sentinel is not due: " + this);
        }
        return new ReadingState(place, target, true);
    }

    /** Up to where events may be given before something else has to be. */
    long limit() {
        return caughtUp ? Long.MAX_VALUE : Math.max(place, target);
    }

    /** Everything up to a position has been given, or does not match. A position below the place changes nothing. */
    ReadingState movedTo(long position) {
        if (position > limit()) {
            throw new IllegalStateException("Position " + position + " lies beyond what may be given: " + this);
        }
        return position <= place ? this : new ReadingState(position, target, caughtUp);
    }
}
