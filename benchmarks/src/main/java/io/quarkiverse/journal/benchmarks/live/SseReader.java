package io.quarkiverse.journal.benchmarks.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/** A client on the loopback interface, on a thread of its own. */
final class SseReader implements Reader {

    private final InputStream body;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private volatile LongConsumer arrival = due -> {
    };

    /** Attaches, and waits for the sentinel. */
    SseReader(URI stream) throws IOException, InterruptedException, ExecutionException {
        this.body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(stream).header("Accept", "text/event-stream").build(),
                        BodyHandlers.ofInputStream())
                .body();
        Thread thread = new Thread(this::read, "sse-reader");
        thread.setDaemon(true);
        thread.start();
        caughtUp.get();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            boolean placeOnly = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    placeOnly = line.equals("event: cursor");
                } else if (line.isEmpty()) {
                    placeOnly = false;
                } else if (!line.startsWith("data: ") || placeOnly) {
                    continue;
                } else if (caughtUp.isDone()) {
                    arrival.accept(TimedPayload.due(line));
                } else {
                    caughtUp.complete(null);
                }
            }
        } catch (IOException e) {
            // After the end of the comparison nobody waits for this any more.
            caughtUp.completeExceptionally(e);
        }
    }

    @Override
    public void onArrival(LongConsumer arrival) {
        this.arrival = arrival;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
