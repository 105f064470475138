package io.quarkiverse.journal.showcase;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.Set;

/** The two forms of a stream, and how a client reads them. */
enum StreamFormat {

    SSE("text/event-stream") {

        private static final Set<String> CONTROLS = Set.of("caught-up", "cursor", "end", "error", "gap");

        @Override
        Frame read(BufferedReader in) throws IOException {
            String name = Frame.EVENT;
            String data = null;
            while (true) {
                String line = lineOf(in);
                if (line.startsWith("event: ")) {
                    String event = line.substring("event: ".length());
                    name = CONTROLS.contains(event) ? event : Frame.EVENT;
                } else if (line.startsWith("data: ")) {
                    data = line.substring("data: ".length());
                } else if (line.isEmpty() && data != null) {
                    return new Frame(name, data);
                }
            }
        }
    },

    NDJSON("application/x-ndjson") {

        @Override
        Frame read(BufferedReader in) throws IOException {
            String line = lineOf(in);
            while (line.isEmpty()) {
                line = lineOf(in);
            }
            String control = Frame.parse(line).path("control").asText();
            return new Frame(control.isEmpty() ? Frame.EVENT : control, line);
        }
    };

    final String mediaType;

    StreamFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The next frame; comments, heartbeats and the advice on retries are none. */
    abstract Frame read(BufferedReader in) throws IOException;

    private static String lineOf(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("The stream is over");
        }
        return line;
    }
}
