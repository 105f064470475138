package io.quarkiverse.journal.runtime.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.End;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.JournalClosedException;
import io.quarkiverse.journal.TopicClosed;
import io.quarkiverse.journal.runtime.event.StoredEvent;
import io.quarkiverse.journal.runtime.subscribe.FrameSink;
import io.quarkiverse.journal.runtime.subscribe.Poll;
import io.quarkiverse.journal.runtime.subscribe.Reading;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * Moves the frames of one reading into one response, as fast as the client takes them and no faster: while the connection's
 * write queue is full nothing is read, and the journal itself is the buffer.
 * <p>
 * Belongs to the context of the connection; only {@link #signal}, {@link #stop} and {@link #cut} may be called from any thread.
 */
final class StreamPump implements FrameSink {

    private static final Logger LOG = Logger.getLogger(StreamPump.class);

    /** What is written at once when there is much to write. */
    private static final int CHUNK = 32 * 1024;
    /** What one stream may write before the other connections of the event loop get their turn. */
    private static final int TURN = 256 * 1024;
    private static final int MOST_EVENTS = 256;
    /** What a poll counts for in a turn, also when it gave nothing. */
    private static final int POLL_COST = 1024;
    /** How long the headers wait for the database to tell where the stream begins. */
    private static final long LONGEST_HOLD_MILLIS = 1_000;

    private final Exchange exchange;
    private final HttpServerResponse response;
    private final Context context;
    private final FrameWriter frames;
    private final OpenStreams streams;
    private final boolean compressing;
    private final long heartbeatMillis;
    private final Reading reading;
    private final CursorFrames cursors;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final Chunk chunk;
    private int frameSize = 512;
    private int events;
    private long lastWrite = System.nanoTime();
    private long timer = -1;
    private Runnable released = () -> {
    };
    private boolean headSent;
    private boolean done;

    /**
     * @param open opens the reading with the signal that it is given
     */
    StreamPump(Exchange exchange, FrameWriter frames, OpenStreams streams, StreamSettings settings,
            Function<Runnable, Reading> open) {
        this.exchange = exchange;
        this.response = exchange.response();
        this.context = exchange.context();
        this.frames = frames;
        this.streams = streams;
        this.chunk = new Chunk(frames, streams.chunks());
        this.compressing = settings.compressing();
        this.heartbeatMillis = Math.max(1, settings.heartbeat().toMillis());
        this.reading = open.apply(this::signal);
        this.cursors = new CursorFrames(reading, frames, System::nanoTime);
    }

    /**
     * Begins. The headers go out as soon as it is known where the reading starts: who sees the stream open gets whatever is
     * committed from then on, also with {@code since=latest}.
     */
    void start() {
        // Not the response's own handlers: it has one of each, and others count on them too.
        exchange.routing().addEndHandler(unused -> gone());
        if (response.closed()) {
            gone();
            return;
        }
        if (!exchange.request().isEnded()) {
            exchange.request().resume();
        }
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, frames.form().toString())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-store, no-transform")
                .putHeader("X-Accel-Buffering", "no")
                .drainHandler(unused -> signal());
        if (compressing) {
            // The server's compressor holds bytes back until it has enough of them; it leaves alone what names its encoding.
            response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        }
        timer = context.owner().setTimer(heartbeatMillis, unused -> heartbeat());
        streams.add(this);
        pump();
        if (!headSent) {
            // While the database is away the client learns at least that this node is there.
            context.owner().setTimer(LONGEST_HOLD_MILLIS, unused -> sendHead());
        }
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
        while (!done && !response.writeQueueFull()) {
            if (left <= 0) {
                signal();
                return;
            }
            Poll poll;
            try {
                poll = fill();
            } catch (JournalClosedException e) {
                // The node goes away: without a last frame, so that the client comes back elsewhere.
                poll = Poll.FINISHED;
            } catch (RuntimeException e) {
                LOG.error("A stream ends because its reading failed", e);
                frames.error(chunk.behind(), StreamError.INTERNAL);
                poll = Poll.FINISHED;
            }
            if (!headSent && reading.hasBegun() && reading.isPastEnd()) {
                noContent();
                return;
            }
            left -= chunk.length() + POLL_COST;
            flush();
            if (poll == Poll.FINISHED) {
                finish();
            } else if (poll == Poll.WAITING) {
                return;
            }
        }
    }

    private Poll fill() {
        Poll poll;
        int polls = 0;
        boolean told = false;
        do {
            int before = chunk.length();
            events = 0;
            poll = reading.poll(Math.max(1, Math.min(MOST_EVENTS, (CHUNK - before) / frameSize)), this);
            if (events > 0) {
                told = true;
                frameSize = roughly((chunk.length() - before) / events);
            }
        } while (poll == Poll.MORE && chunk.length() < CHUNK / 2 && ++polls < 16);
        if (told) {
            cursors.told();
        } else if (poll != Poll.FINISHED) {
            cursors.append(chunk::behind);
        }
        return poll;
    }

    /** The next power of two: readers of the same events cut them into the same chunks, which they share. */
    private static int roughly(int size) {
        return Integer.highestOneBit(Math.max(64, size) - 1) << 1;
    }

    private void flush() {
        if (reading.hasBegun() || chunk.length() > 0) {
            sendHead();
        }
        if (chunk.length() > 0) {
            write(chunk.take());
        }
    }

    /** Tells a browser's EventSource not to come back: the topic has ended, and its reader has had the end. */
    private void noContent() {
        headSent = true;
        response.setChunked(false).setStatusCode(204).headers().remove(HttpHeaders.CONTENT_TYPE)
                .remove(HttpHeaders.CONTENT_ENCODING).remove(HttpHeaders.TRANSFER_ENCODING);
        finish();
    }

    private void sendHead() {
        if (headSent || done) {
            return;
        }
        headSent = true;
        Buffer first = Buffer.buffer();
        frames.begin(first);
        write(first);
    }

    private void write(Buffer bytes) {
        lastWrite = System.nanoTime();
        response.write(bytes); // What becomes of it shows at the end handler.
    }

    private void heartbeat() {
        if (done) {
            return;
        }
        long wait = heartbeatMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastWrite);
        if (wait <= 0) {
            wait = heartbeatMillis;
            // What still waits to be sent tells as much of the connection as a heartbeat behind it would.
            if (!response.writeQueueFull()) {
                sendHead();
                Buffer beat = Buffer.buffer(8);
                if (!cursors.append(beat)) {
                    frames.heartbeat(beat);
                }
                write(beat);
            }
        }
        timer = context.owner().setTimer(wait, unused -> heartbeat());
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
            if (done) {
                return;
            }
            sendHead();
            Buffer last = Buffer.buffer(64);
            frames.error(last, error);
            write(last);
            finish();
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
        if (done) {
            return;
        }
        release();
        response.end().onComplete(unused -> {
            // A client of HTTP/1.0 knows the end of a response by the end of its connection.
            if (exchange.request().version() == HttpVersion.HTTP_1_0) {
                exchange.request().connection().close();
            }
            ended.complete(null);
        });
    }

    /** The client has gone, which is nobody's mistake. */
    private void gone() {
        if (done) {
            return;
        }
        release();
        if (!response.closed()) {
            response.reset();
        }
        ended.complete(null);
    }

    private void release() {
        done = true;
        context.owner().cancelTimer(timer);
        streams.remove(this);
        streams.leave(exchange.admission().caller());
        reading.close();
        released.run();
    }

    @Override
    public void event(StoredEvent event) {
        chunk.event(event);
        events++;
    }

    @Override
    public void caughtUp(CaughtUp caughtUp) {
        frames.caughtUp(chunk.behind(), caughtUp);
        cursors.told();
    }

    @Override
    public void gap(Gap gap) {
        frames.gap(chunk.behind(), gap);
    }

    @Override
    public void topicClosed(TopicClosed closed) {
        frames.topicClosed(chunk.behind(), closed);
        events++;
    }

    @Override
    public void end(End end) {
        frames.end(chunk.behind(), end);
    }
}
