package io.quarkiverse.journal.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One node's way to the database, which can be cut, closed and stalled. Thread-safe.
 */
final class TcpProxy implements AutoCloseable {

    private final int target;
    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private volatile ServerSocket listener;
    private boolean stalled;
    private volatile int oneIn;

    TcpProxy(int target) {
        this.target = target;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        accept(listener);
    }

    int port() {
        return port;
    }

    /** The ports that the database sees as its client's. */
    List<Integer> clientPorts() {
        return links.stream().map(link -> link.server.getLocalPort()).toList();
    }

    /** Breaks what is connected. */
    void cut() {
        links.forEach(Link::cut);
    }

    /** Breaks what is connected and refuses what comes. */
    void refuse() {
        quietly(listener);
        cut();
    }

    /** Takes connections again, at the same address. */
    void accept() {
        listener = listen(port);
        accept(listener);
    }

    /** Nothing passes any more, in either direction, on what is connected and on what comes. */
    void stall() {
        synchronized (gate) {
            stalled = true;
        }
    }

    void flow() {
        synchronized (gate) {
            stalled = false;
            gate.notifyAll();
        }
    }

    /**
     * From now on one in so many requests reaches the server, and its answer reaches nobody: whoever sent a COMMIT does not
     * know
     * what became of it. 0 for none.
     */
    void cutAnswers(int oneInSoMany) {
        oneIn = oneInSoMany;
    }

    private void awaitFlow() throws InterruptedException {
        synchronized (gate) {
            while (stalled) {
                gate.wait();
            }
        }
    }

    @Override
    public void close() {
        refuse();
        flow();
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        daemon(() -> {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                try {
                    Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
                    links.add(link);
                    daemon(() -> link.pump(link.client, link.server, true));
                    daemon(() -> link.pump(link.server, link.client, false));
                    if (socket.isClosed()) {
                        link.cut();
                    }
                } catch (IOException e) {
                    // No server: whoever connects learns it by this.
                    quietly(client);
                }
            }
        });
    }

    private interface Work {

        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One side closed: that is what this is for.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }

    private final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean mute;

        Link(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void pump(Socket from, Socket to, boolean requests) throws IOException, InterruptedException {
            try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
                byte[] buffer = new byte[65536];
                for (int read; (read = in.read(buffer)) >= 0;) {
                    awaitFlow();
                    if (!requests && mute) {
                        return;
                    }
                    int chance = oneIn;
                    mute |= requests && chance > 0 && ThreadLocalRandom.current().nextInt(chance) == 0;
                    out.write(buffer, 0, read);
                    // Half of them at once, while the server is at work; the others when the answer is there and falls away.
                    if (requests && mute && ThreadLocalRandom.current().nextBoolean()) {
                        return;
                    }
                }
            } finally {
                cut();
            }
        }

        void cut() {
            quietly(client);
            quietly(server);
            links.remove(this);
        }
    }
}
