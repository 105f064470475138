package io.quarkiverse.journal.runtime.subscribe;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.store.HistoryRange;

/** A whole history, page after page, the next one asked for while the present one is given. Ends without a sentinel. */
final class HistoryReading implements Reading {

    private static final int PAGE = 2_000;

    private final History history;
    private final HistoryRange range;
    private final PageSource source;
    private final Question<HistoryPage> pages;

    private @Nullable HistoryPage page;
    private int index;
    private long left;
    private boolean begun;
    private boolean gapsGiven;
    private volatile boolean closed;

    HistoryReading(History history, HistoryRange range, HistoryPage first, long most, ReadingSources sources,
            Runnable signal) {
        this.history = history;
        this.range = range;
        this.page = first;
        this.left = most;
        this.source = sources.pages();
        this.pages = sources.question(signal);
    }

    @Override
    public Poll poll(int max, FrameSink sink) {
        int demand = max;
        while (!closed) {
            HistoryPage now = page == null ? take() : page;
            if (now == null) {
                return Poll.WAITING;
            }
            if (!begun) {
                begun = true;
                askAhead(now);
            }
            if (!gapsGiven) {
                gapsGiven = true;
                now.gaps().forEach(sink::gap);
            }
            while (index < now.events().size() && demand > 0 && left > 0) {
                sink.event(now.events().get(index++));
                demand--;
                left--;
            }
            if (left == 0 || index == now.events().size() && !now.more()) {
                close();
            } else if (index < now.events().size()) {
                return Poll.MORE;
            } else {
                page = null;
            }
        }
        return Poll.FINISHED;
    }

    @Override
    public boolean hasBegun() {
        return true;
    }

    private @Nullable HistoryPage take() {
        HistoryPage taken = pages.take();
        if (taken != null) {
            page = taken;
            index = 0;
            gapsGiven = false;
            askAhead(taken);
        }
        return taken;
    }

    private void askAhead(HistoryPage from) {
        if (from.more()) {
            pages.ask(source, history.following(range, from, PAGE));
        }
    }

    @Override
    public void close() {
        closed = true;
        pages.cancel();
    }
}
