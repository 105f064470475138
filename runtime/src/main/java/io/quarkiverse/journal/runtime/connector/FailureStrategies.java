package io.quarkiverse.journal.runtime.connector;

import jakarta.enterprise.inject.Instance;

import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.smallrye.common.annotation.Identifier;

/** Finds failure strategies by their names, for one channel. */
record FailureStrategies(Instance<JournalFailureHandler.Factory> factories, String name, @Nullable String consumer,
        Config attributes, Journal journal) implements JournalFailureHandler.Channel {

    @Override
    public JournalFailureHandler strategy(String strategy) {
        Instance<JournalFailureHandler.Factory> named = factories.select(Identifier.Literal.of(strategy));
        if (!named.isResolvable()) {
            throw new JournalException("There is no failure strategy '" + strategy + "', which channel " + name
                    + " names: it must be fail, ignore, dead-letter-topic, retry, or one of the application's own, which is a "
                    + "bean @Identifier(\"" + strategy + "\") that implements JournalFailureHandler.Factory");
        }
        return named.get().create(this);
    }
}
