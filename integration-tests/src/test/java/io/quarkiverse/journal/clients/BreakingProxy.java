package io.quarkiverse.journal.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A way to a node that breaks in the middle of an answer, and lets the next request be refused. Thread-safe. */
final class BreakingProxy implements AutoCloseable {

    private static final String REFUSAL = """
            HTTP/1.1 503 Service Unavailable
            Access-Control-Allow-Origin: *
            Content-Type: application/problem+json
            Retry-After: 5
            Content-Length: 53
            Connection: close

            {"title":"Too many streams","status":503,"detail":""}""".replace("\n", "\r\n");

    private final int target;
    private final ServerSocket listener;
    /** What answers break behind, one after the other. */
    private final Queue<String> ends = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean refusing = new AtomicBoolean();

    BreakingProxy(URI node) throws IOException {
        target = node.getPort();
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /**
     * Lets the next answer that has the first of these texts in it break right behind it, then another one by the next text.
     */
    void breakAfter(String... texts) {
        ends.addAll(List.of(texts));
    }

    boolean hasBroken() {
        return ends.isEmpty();
    }

    /** Lets the next request for a stream be answered with 503. */
    void refuseNext() {
        refusing.set(true);
    }

    boolean hasRefused() {
        return !refusing.get();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            try {
                Socket node = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                node.setTcpNoDelay(true);
                daemon(() -> requests(client, node));
                daemon(() -> answers(client, node));
            } catch (IOException e) {
                // No node: whoever connects learns it by this
                client.close();
            }
        }
    }

    private void requests(Socket client, Socket node) throws IOException {
        try (client; node; InputStream in = client.getInputStream(); OutputStream out = node.getOutputStream()) {
            byte[] buffer = new byte[65536];
            for (int read; (read = in.read(buffer)) >= 0;) {
                // A preflight is a request of the browser's own
                if (text(buffer, read).startsWith("GET ") && refusing.compareAndSet(true, false)) {
                    client.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
                    return;
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private void answers(Socket client, Socket node) throws IOException {
        try (client; node; InputStream in = node.getInputStream(); OutputStream out = client.getOutputStream()) {
            byte[] buffer = new byte[65536];
            String before = "";
            for (int read; (read = in.read(buffer)) >= 0;) {
                String wanted = ends.peek();
                String seen = before + text(buffer, read);
                int found = wanted == null ? -1 : seen.indexOf(wanted);
                if (found >= 0 && ends.remove(wanted)) {
                    out.write(buffer, 0, found + wanted.length() - before.length());
                    return;
                }
                out.write(buffer, 0, read);
                // The text may come in two pieces
                before = wanted == null ? "" : seen.substring(Math.max(0, seen.length() - wanted.length() + 1));
            }
        }
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private interface Work {

        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One side has closed: that is what this is for
            }
        }, "breaking-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
