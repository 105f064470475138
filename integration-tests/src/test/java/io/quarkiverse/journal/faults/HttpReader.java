package io.quarkiverse.journal.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;

/** Reads a stream of a node, in one of its two forms. */
final class HttpReader extends Reader {

    /** Nodes send a heartbeat each second. */
    private static final int SILENCE_MILLIS = 5_000;
    private static final Set<String> CONTROLS = Set.of("caught-up", "cursor", "end", "error", "gap", "topic-closed");

    private final Cluster cluster;
    private final boolean sse;

    HttpReader(String name, String topic, Path folder, Cluster cluster, boolean sse) {
        super(name, topic, folder);
        this.cluster = cluster;
        this.sse = sse;
    }

    @Override
    void readOnce(Random random, GoingOn goingOn) {
        Node node = cluster.answering(random);
        HttpURLConnection connection = null;
        try {
            String path = topic == null ? "journal/stream" : "journal/topics/" + topic + "/stream";
            connection = (HttpURLConnection) node.uri().resolve(path).toURL().openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(SILENCE_MILLIS);
            connection.setRequestProperty("Accept", sse ? "text/event-stream" : "application/x-ndjson");
            if (!cursor().isEmpty()) {
                connection.setRequestProperty("Last-Event-ID", cursor());
            }
            opening(node.name);
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8), 64 * 1024);
            if (connection.getResponseCode() == HttpURLConnection.HTTP_NO_CONTENT) {
                throw new IllegalStateException("Nothing comes after " + cursor() + ", and there was no end");
            }
            Frame frame = new Frame();
            for (String line; goingOn.get() && (line = in.readLine()) != null;) {
                if (sse) {
                    frame.sseLine(line);
                } else {
                    frame.ndjsonLine(line);
                }
            }
        } catch (IOException e) {
            // Faults do that: it goes on elsewhere.
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    /** A frame of SSE as it gathers, line by line. */
    private final class Frame {

        private String id = "";
        private String name = "";
        private String data = "";

        void sseLine(String line) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && !data.isEmpty()) {
                frame(CONTROLS.contains(name) ? name : "event", id, data);
                id = "";
                name = "";
                data = "";
            }
        }

        void ndjsonLine(String line) {
            if (!line.isEmpty()) {
                String control = line.startsWith("{\"control\":") ? text(line, "control") : "event";
                frame(control, control.equals("gap") || control.equals("error") ? "" : text(line, "cursor"), line);
            }
        }
    }

    private void frame(String frame, String id, String json) {
        switch (frame) {
            case "event" -> event(number(json, "position"), text(json, "id").hashCode(), id);
            case "caught-up" -> caughtUp(number(json, "position"), id);
            case "gap" -> gap(text(json, "reason"),
                    topic == null && json.contains("\"topic\"") ? text(json, "topic") : String.valueOf(topic),
                    number(json, "first"));
            case "topic-closed" -> topicClosed(number(json, "position"), id);
            case "end" -> ended(number(json, "position"));
            case "cursor" -> movedOn(id);
            case "error" -> {
                // The node says that it cannot go on, and ends the stream.
            }
            default -> throw new IllegalStateException("Unexpected frame " + frame + ": " + json);
        }
    }

    /** Members are looked for in the form that the journal writes; a parser would take most of the machine's time. */
    private static long number(String json, String member) {
        int from = after(json, member, ':');
        int to = from;
        while (to < json.length() && Character.isDigit(json.charAt(to))) {
            to++;
        }
        return Long.parseLong(json, from, to, 10);
    }

    private static String text(String json, String member) {
        int from = after(json, member, ':') + 1;
        return json.substring(from, json.indexOf('"', from));
    }

    private static int after(String json, String member, char end) {
        String key = '"' + member + '"' + end;
        int at = json.indexOf(key);
        if (at < 0) {
            throw new IllegalStateException("No " + member + " in " + json);
        }
        return at + key.length();
    }
}
