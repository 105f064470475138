package io.quarkiverse.journal.runtime.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The streams of each caller, up to a limit. Remembers those only that have one. Thread-safe. */
final class CallerPlaces {

    static final int UNLIMITED = Integer.MAX_VALUE;

    private final int limit;
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    CallerPlaces(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /** Takes a place, if there is one left. Whoever has one gives it back by {@link #leave}. */
    boolean enter(String caller) {
        if (limit == UNLIMITED) {
            return true;
        }
        if (taken.merge(caller, 1, Integer::sum) <= limit) {
            return true;
        }
        leave(caller);
        return false;
    }

    void leave(String caller) {
        taken.computeIfPresent(caller, (name, places) -> places == 1 ? null : places - 1);
    }
}
