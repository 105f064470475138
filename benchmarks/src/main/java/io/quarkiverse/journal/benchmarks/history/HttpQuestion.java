package io.quarkiverse.journal.benchmarks.history;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

import org.HdrHistogram.Histogram;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** A page of history by HTTP, asked for again and again by one client. */
final class HttpQuestion implements Contender {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ROUND = Duration.ofMillis(800);
    private static final int FEWEST = 3;

    private final Question question;
    private final HttpClient client;
    private final HttpRequest request;
    private final long pid;
    private final long bytes;
    private final Histogram all = Measurement.newHistogram();
    private boolean warm;

    /**
     * @param expected how many events there must be
     */
    HttpQuestion(Question question, HttpClient client, Showcase showcase, long expected)
            throws IOException, InterruptedException {
        this.question = question;
        this.client = client;
        this.pid = showcase.pid();
        URI address = showcase.journal(question.path());
        this.request = HttpRequest.newBuilder(address).build();
        byte[] body = ask();
        int events = JSON.readTree(body).get("events").size();
        if (events != expected) {
            throw new IllegalStateException(address + " gave " + events + " events, not " + expected);
        }
        this.bytes = body.length;
    }

    private byte[] ask() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(request.uri() + " gave " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public String name() {
        return question.name();
    }

    @Override
    public Measurement round() throws IOException, InterruptedException {
        Histogram latencies = Measurement.newHistogram();
        long start = System.nanoTime();
        long before = start;
        while (latencies.getTotalCount() < FEWEST || before - start < ROUND.toNanos()) {
            if (ask().length != bytes) {
                throw new IllegalStateException(request.uri() + " gave something else than before");
            }
            long after = System.nanoTime();
            latencies.recordValue(after - before);
            before = after;
        }
        if (warm) {
            all.add(latencies);
        }
        warm = true;
        return new Measurement(latencies.getTotalCount() * 1e9 / (before - start), Map.of("HTTP", latencies));
    }

    Question question() {
        return question;
    }

    /** In how many milliseconds all but so many percent were answered, after the first round. */
    double millisAt(double percentile) {
        return all.getValueAtPercentile(percentile) / 1e6;
    }

    @Override
    public OptionalLong jvm() {
        return OptionalLong.of(pid);
    }
}
