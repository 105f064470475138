package io.quarkiverse.journal.runtime.connector;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/** {@code ignore}: the failure is logged, and the channel goes on. */
@ApplicationScoped
@Identifier(IgnoreStrategy.NAME)
public class IgnoreStrategy implements JournalFailureHandler.Factory {

    static final String NAME = "ignore";

    private static final Logger LOG = Logger.getLogger(IgnoreStrategy.class);

    @Override
    public JournalFailureHandler create(JournalFailureHandler.Channel channel) {
        return failure -> {
            LOG.warnf(failure.reason(), "Channel %s goes on behind what failed (failure-strategy=ignore): positions %s",
                    channel.name(), failure.events().stream().map(Event::position).toList());
            return Uni.createFrom().item(new JournalFailureHandler.Processed());
        };
    }
}
