package io.quarkiverse.journal.benchmarks.crowd;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One connection that reads one stream, and insists on consecutive positions.
 * <p>
 * Belongs to the thread of its {@link Crowd}.
 */
public final class Member implements Frames.Taker {

    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    private final Crowd crowd;
    private final Listener listener;
    private final ByteBuffer request;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Frames frames = new Frames();
    private long position;
    private boolean answered;

    Member(Crowd crowd, Selector selector, Visit visit, Listener listener) throws IOException {
        this.crowd = crowd;
        this.listener = listener;
        this.request = ByteBuffer.wrap(visit.request().getBytes(StandardCharsets.US_ASCII));
        this.position = visit.after();
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(visit.address());
        this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    /** What the key tells is done. */
    void ready(ByteBuffer buffer) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                channel.write(request);
                if (request.hasRemaining()) {
                    throw new IOException("The request did not fit into the socket");
                }
                key.interestOps(SelectionKey.OP_READ);
            } else if (key.isReadable()) {
                read(buffer);
            }
        } catch (IOException | RuntimeException e) {
            leave();
            listener.gone(this, e);
        }
    }

    private void read(ByteBuffer buffer) throws IOException {
        buffer.clear().position(frames.begin(buffer.array()));
        int read = channel.read(buffer);
        if (read < 0) {
            leave();
            listener.gone(this, null);
            return;
        }
        if (!answered) {
            answered = true;
            int start = buffer.position() - read;
            if (read < OK.length || !Arrays.equals(buffer.array(), start, start + OK.length, OK, 0, OK.length)) {
                throw new IOException("The answer was "
                        + new String(buffer.array(), start, Math.min(read, 300), StandardCharsets.US_ASCII));
            }
        }
        frames.scan(buffer.array(), buffer.position(), this);
    }

    @Override
    public void event(long found) {
        if (position >= 0 && found != position + 1) {
            throw new IllegalStateException("Position " + found + " came after " + position);
        }
        position = found;
        listener.event(this, found);
    }

    @Override
    public void caughtUp(long head) {
        listener.caughtUp(this, head);
    }

    /** The position of the last event. */
    public long position() {
        return position;
    }

    /** Names the place after the last event of this connection. */
    public @Nullable String cursor() {
        return frames.cursor();
    }

    /** Takes nothing from the network any more, but stays connected. */
    public void stall() {
        key.interestOps(0);
    }

    public void goOn() {
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Vanishes as a process that is killed does, so that no port of this machine stays in use for a minute either. */
    public void vanish() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It was not connected: there is nothing to reset.
            crowd.unsettled(e);
        }
        leave();
    }

    /** Closes the connection as a browser's tab does. */
    public void leave() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            crowd.unsettled(e);
        }
        crowd.left(this);
    }
}
