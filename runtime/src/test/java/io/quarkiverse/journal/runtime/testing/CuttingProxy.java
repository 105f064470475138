package io.quarkiverse.journal.runtime.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to the database that breaks: it can cut a connection after the server has got the client's bytes and before the client
 * gets the answer, which is how the outcome of a commit becomes unknown; and it can be away altogether.
 */
public final class CuttingProxy implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/(.*)");

    private final Matcher target = URL.matcher(RealPostgres.url());
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final int port;
    private volatile ServerSocket listener;
    private volatile int oneIn;
    private volatile String marker = "";
    private volatile boolean withoutNotifications;
    private volatile boolean withoutListen;

    public CuttingProxy() {
        if (!target.matches()) {
            throw new IllegalStateException(RealPostgres.url());
        }
        listener = listen(0);
        port = listener.getLocalPort();
        acceptOn(listener);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + target.group(3);
    }

    /** From now on one in so many of the client's messages that hold a text loses its connection, and with it the answer. */
    public void cutAnswers(int oneInSoMany, String text) {
        marker = text;
        oneIn = oneInSoMany;
    }

    public void cutNothing() {
        oneIn = 0;
    }

    public int cuts() {
        return cuts.get();
    }

    /** Whether what the server sends to listeners is lost, as in a pooler's transaction mode. */
    public void dropNotifications(boolean drop) {
        withoutNotifications = drop;
    }

    /** From now on LISTEN is not understood. */
    public void refuseListen() {
        withoutListen = true;
    }

    /** Breaks all connections and refuses new ones. */
    public void refuse() {
        close();
    }

    /** Takes connections again, at the same address. */
    public void resume() {
        listener = listen(port);
        acceptOn(listener);
    }

    @Override
    public void close() {
        quietly(listener);
        links.forEach(Link::cut);
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptOn(ServerSocket socket) {
        daemon(() -> {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                Link link = new Link(client, new Socket(target.group(1), Integer.parseInt(target.group(2))));
                links.add(link);
                daemon(link::up);
                daemon(link::down);
                if (socket.isClosed()) {
                    link.cut();
                }
            }
        });
    }

    private interface Pump {

        void run() throws IOException;
    }

    private static void daemon(Pump pump) {
        Thread thread = new Thread(() -> {
            try {
                pump.run();
            } catch (IOException e) {
                // One side closed: that is what this is for.
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
        private volatile boolean swallow;

        Link(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void up() throws IOException {
            byte[] buffer = new byte[65536];
            try {
                for (int read; (read = client.getInputStream().read(buffer)) >= 0;) {
                    int chance = oneIn;
                    boolean doomed = chance > 0 && !swallow && ThreadLocalRandom.current().nextInt(chance) == 0
                            && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(marker);
                    if (doomed) {
                        cuts.incrementAndGet();
                        swallow = true;
                    }
                    if (withoutListen) {
                        garble(buffer, read);
                    }
                    server.getOutputStream().write(buffer, 0, read);
                    // Half of them at once, while the server is at work; the others when the answer is there and falls away.
                    if (doomed && ThreadLocalRandom.current().nextBoolean()) {
                        return;
                    }
                }
            } finally {
                cut();
            }
        }

        private void garble(byte[] buffer, int length) {
            int at = new String(buffer, 0, length, StandardCharsets.ISO_8859_1).indexOf("LISTEN \"");
            if (at >= 0) {
                buffer[at] = 'l';
                buffer[at + 1] = '!';
            }
        }

        /** Message by message: a type, a length that counts itself, and the rest. */
        void down() throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream(), 65536));
            OutputStream out = new BufferedOutputStream(client.getOutputStream(), 65536);
            try {
                boolean refusesEncryption = true;
                for (int type; (type = in.read()) >= 0;) {
                    refusesEncryption &= type == 'N';
                    byte[] rest = refusesEncryption ? new byte[0] : in.readNBytes(in.readInt() - Integer.BYTES);
                    if (swallow) {
                        return;
                    }
                    if (type != 'A' || !withoutNotifications) {
                        out.write(type);
                        if (!refusesEncryption) {
                            out.write(ByteBuffer.allocate(Integer.BYTES).putInt(rest.length + Integer.BYTES).array());
                        }
                        out.write(rest);
                    }
                    if (in.available() == 0) {
                        out.flush();
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
