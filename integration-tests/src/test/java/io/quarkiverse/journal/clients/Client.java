package io.quarkiverse.journal.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

import io.quarkiverse.journal.faults.Postgres;

/** The clients. */
enum Client {

    EVENT_SOURCE {
        @Override
        Follower follow(Topic topic, URI way, Path folder, Postgres postgres) throws IOException {
            return BrowserPage.open("event-source", topic.stream(way));
        }
    },
    FETCH_EVENT_SOURCE {
        @Override
        Follower follow(Topic topic, URI way, Path folder, Postgres postgres) throws IOException, InterruptedException {
            NpmPackages.installOrSkip();
            return BrowserPage.open("fetch-event-source", topic.stream(way));
        }
    },
    NPM_EVENTSOURCE {
        @Override
        Follower follow(Topic topic, URI way, Path folder, Postgres postgres) throws IOException, InterruptedException {
            return NodeProgram.start("eventsource", topic.stream(way));
        }
    },
    NPM_EVENTSOURCE_CLIENT {
        @Override
        Follower follow(Topic topic, URI way, Path folder, Postgres postgres) throws IOException, InterruptedException {
            return NodeProgram.start("eventsource-client", topic.stream(way));
        }
    },
    REST_CLIENT_SSE {
        @Override
        Follower follow(Topic topic, URI way, Path folder, Postgres postgres) throws IOException, InterruptedException {
            return QuarkusApplication.start("sse", topic, way, folder, postgres);
        }
    },
    REST_CLIENT_NDJSON {
        @Override
        Follower follow(Topic topic, URI way, Path folder, Postgres postgres) throws IOException, InterruptedException {
            return QuarkusApplication.start("ndjson", topic, way, folder, postgres);
        }

        @Override
        String firstFrame() {
            return "\r\n\r\n";
        }
    };

    /**
     * Starts it, or lets the test be skipped with the reason.
     *
     * @param way where it finds the topic's node
     */
    abstract Follower follow(Topic topic, URI way, Path folder, Postgres postgres) throws IOException, InterruptedException;

    /** What its answers begin with. */
    String firstFrame() {
        return "retry: 1000\n\n";
    }
}
