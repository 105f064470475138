package io.quarkiverse.journal.runtime.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.runtime.subscribe.Poll;
import io.quarkiverse.journal.runtime.subscribe.Reading;
import io.vertx.core.Context;

/**
 * Moves the frames of one reading into one response, as fast as the client takes them and no faster: while the connection's
 * write queue is full nothing is read, and the journal itself is the buffer. It decides when to read, whose turn it is on the
 * event loop, and when all is over; {@link StreamFrames} makes bytes of the frames, and {@link StreamResponse} sends them.
 * <p>
 * Belongs to the context of the connection; only {@link #signal}, {@link #stop} and {@link #cut} may be called from any thread.
 */
final class StreamPump {

    private static final Logger LOG = Logger.getLogger(StreamPump.class);

    /** What one stream may write before the other connections of the event loop get their turn. */
    private static final int TURN = 256 * 1024;
    /** What a poll counts for in a turn, also when it gave nothing. */
    private static final int POLL_COST = 1024;

    private final Exchange exchange;
    private final Context context;
    private final OpenStreams streams;
    private final Reading reading;
    private final StreamFrames frames;
    private final StreamResponse response;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Runnable released = () -> {
    };
    private boolean done;

    /**
     * @param open opens the reading with the signal that it is given
     */
    StreamPump(Exchange exchange, FrameWriter form, OpenStreams streams, StreamSettings settings,
            Function<Runnable, Reading> open) {
        this.exchange = exchange;
        this.context = exchange.context();
        this.streams = streams;
        this.reading = open.apply(this::signal);
        this.frames = new StreamFrames(reading, form, streams.chunks());
        this.response = new StreamResponse(exchange, frames, settings);
    }

    /**
     * Begins. The headers go out as soon as it is known where the reading starts: who sees the stream open gets whatever is
     * committed from then on, also with {@code since=latest}.
     */
    void start() {
        // Not the response's own handlers: it has one of each, and others count on them too.
        exchange.routing().addEndHandler(unused -> gone());
        if (response.isClosed()) {
            gone();
            return;
        }
        response.prepare(this::signal);
        streams.add(this);
        pump();
        // The database may be away.
        response.sendHeadLater();
    }

    /** It is worth polling again. Any number of signals before the next turn are one. */
    private void signal() {
        if (scheduled.compareAndSet(false, true)) {
            context.runOnContext(unused -> pump());
        }
    }

    private void pump() {
        scheduled.set(false);
        int left = TURN;
        while (!done && !response.isFull()) {
            if (left <= 0) {
                signal();
                return;
            }
            Poll poll = fill();
            if (!response.isHeadSent() && reading.hasBegun() && reading.isPastEnd()) {
                // The topic has ended, and its reader has had the end.
                response.beNoContent();
                finish();
                return;
            }
            left -= frames.length() + POLL_COST;
            flush();
            if (poll == Poll.FINISHED) {
                finish();
            } else if (poll == Poll.WAITING) {
                return;
            }
        }
    }

    private Poll fill() {
        try {
            return frames.fill();
        } catch (JournalClosedException e) {
            // The node goes away: without a last frame, so that the client comes back elsewhere.
            return Poll.FINISHED;
        } catch (RuntimeException e) {
            LOG.error("A stream ends because its reading failed", e);
            frames.error(StreamError.INTERNAL);
            return Poll.FINISHED;
        }
    }

    private void flush() {
        if (reading.hasBegun() || frames.length() > 0) {
            response.sendHead();
        }
        if (frames.length() > 0) {
            response.write(frames.take());
        }
    }

    /** Ends the response after a whole frame. */
    void stop() {
        context.runOnContext(unused -> finish());
    }

    /** Completes when the last byte has been handed to the network, or when the client is gone. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Ends the response after a whole frame, with one that says why. */
    void cut(StreamError error) {
        exchange.run(() -> {
            if (!done) {
                frames.error(error);
                flush();
                finish();
            }
        });
    }

    boolean isDone() {
        return done;
    }

    /** Runs something when this stream needs nothing any more. */
    void whenReleased(Runnable work) {
        if (done) {
            work.run();
        } else {
            released = work;
        }
    }

    private void finish() {
        if (!done) {
            release();
            response.end().onComplete(unused -> ended.complete(null));
        }
    }

    /** The client has gone, which is nobody's mistake. */
    private void gone() {
        if (!done) {
            release();
            response.reset();
            ended.complete(null);
        }
    }

    private void release() {
        done = true;
        response.release();
        streams.remove(this);
        streams.leave(exchange.admission().caller());
        reading.close();
        released.run();
    }
}
