package io.quarkiverse.journal.showcase;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;

import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.client.SseEvent;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Topics of another application's journal, followed through connections that break, until their end. */
@ApplicationScoped
public class Feed {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @RestClient
    TopicFeed feed;

    public Multi<SseEvent<String>> frames(String topic) {
        return follow(last -> feed.frames(topic, last), SseEvent::id, frame -> "end".equals(frame.name()))
                // A heartbeat has no data
                .filter(frame -> !frame.data().isEmpty());
    }

    public Multi<FeedLine> lines(String topic) {
        return follow(last -> feed.lines(topic, last), FeedLine::cursor, line -> "end".equals(line.control()));
    }

    private static <T> Multi<T> follow(Function<String, Multi<T>> connect, Function<T, String> id, Predicate<T> isEnd) {
        AtomicReference<String> last = new AtomicReference<>();
        AtomicBoolean ended = new AtomicBoolean();
        return Multi.createFrom().deferred(() -> connect.apply(last.get()))
                .onItem().invoke(item -> {
                    // Not everything has one
                    last.updateAndGet(known -> id.apply(item) == null ? known : id.apply(item));
                    ended.compareAndSet(false, isEnd.test(item));
                })
                .onCompletion().call(() -> ended.get() ? Uni.createFrom().voidItem() : brokenOff())
                .onFailure(Feed::mayPass).retry().withBackOff(PAUSE, PAUSE).indefinitely();
    }

    /** A node that stops ends its responses properly, but it does not say that the topic has ended. */
    private static Uni<Void> brokenOff() {
        return Uni.createFrom().failure(new IOException("The response ended, and the topic did not"));
    }

    private static boolean mayPass(Throwable failure) {
        int status = failure instanceof WebApplicationException refusal ? refusal.getResponse().getStatus() : 0;
        return status == 0 || status == 429 || status >= 500;
    }
}
