package io.quarkiverse.journal.clients;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkiverse.journal.faults.Node;
import io.quarkiverse.journal.faults.Postgres;

/** The Quarkus REST client, in an application of its own, which says what it sees to whoever asks. */
final class QuarkusApplication implements Follower {

    private final Node application;
    private final Lines lines;

    private QuarkusApplication(Node application, InputStream seen) {
        this.application = application;
        this.lines = new Lines(seen);
    }

    static Follower start(String format, Topic topic, URI way, Path folder, Postgres postgres)
            throws IOException, InterruptedException {
        Node application = new Node("follower", postgres, folder, Map.of("quarkus.rest-client.feed.url", way.toString()));
        application.start();
        await("follower").atMost(Duration.ofSeconds(60)).until(application::listens);
        HttpResponse<InputStream> seen = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(application.uri().resolve("/feeds/" + topic.name() + "/" + format)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        return new QuarkusApplication(application, seen.body());
    }

    @Override
    public List<String> lines() {
        boolean over = isOver();
        List<String> soFar = lines.soFar();
        return over ? Stream.concat(soFar.stream(), Stream.of("stopped")).toList() : soFar;
    }

    @Override
    public boolean isOver() {
        return lines.areOver();
    }

    @Override
    public void close() {
        application.close();
    }
}
