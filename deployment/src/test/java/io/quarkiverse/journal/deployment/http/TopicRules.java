package io.quarkiverse.journal.deployment.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.inject.Singleton;

import io.quarkiverse.journal.spi.JournalAccess;
import io.quarkiverse.journal.spi.JournalAuthorizer;
import io.smallrye.mutiny.Uni;

/** Allows "name action topic" as long as it is in a list, and remembers what it was asked. */
@Singleton
public class TopicRules implements JournalAuthorizer {

    final Set<String> allowed = ConcurrentHashMap.newKeySet();
    final List<JournalAccess> asked = new CopyOnWriteArrayList<>();

    @Override
    public Uni<Boolean> isAllowed(JournalAccess access, JournalAuthorizer.Context context) {
        asked.add(access);
        return context.runBlocking(() -> {
            if (io.vertx.core.Context.isOnEventLoopThread()) {
                throw new IllegalStateException("This must not be on an event loop");
            }
            String name = access.identity().isAnonymous() ? "nobody" : access.identity().getPrincipal().getName();
            return access.topics().stream().allMatch(topic -> allowed.contains(name + " " + access.action() + " " + topic));
        });
    }

    @Override
    public String toString() {
        return "TopicRules";
    }
}
