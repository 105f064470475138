package io.quarkiverse.journal.runtime.connector;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/** {@code fail}: the channel stops before what failed. */
@ApplicationScoped
@Identifier(FailStrategy.NAME)
public class FailStrategy implements JournalFailureHandler.Factory {

    static final String NAME = "fail";

    @Override
    public JournalFailureHandler create(JournalFailureHandler.Channel channel) {
        return failure -> Uni.createFrom().failure(failure.reason());
    }
}
