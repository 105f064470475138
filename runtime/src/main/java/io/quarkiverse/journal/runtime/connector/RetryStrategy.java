package io.quarkiverse.journal.runtime.connector;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.messaging.JournalFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/**
 * {@code retry}: what failed is delivered again after a pause, which doubles each time; after so many attempts another strategy
 * decides.
 */
@ApplicationScoped
@Identifier(RetryStrategy.NAME)
public class RetryStrategy implements JournalFailureHandler.Factory {

    static final String NAME = "retry";

    private static final Logger LOG = Logger.getLogger(RetryStrategy.class);

    private static final int MOST_DOUBLINGS = 30;

    @Override
    public JournalFailureHandler create(JournalFailureHandler.Channel channel) {
        Config attributes = channel.attributes();
        int most = attributes.getOptionalValue("retry-max-attempts", Integer.class).orElse(JournalConnector.RETRY_ATTEMPTS);
        long first = attributes.getOptionalValue("retry-delay-ms", Long.class).orElse(JournalConnector.RETRY_DELAY);
        long longest = attributes.getOptionalValue("retry-max-delay-ms", Long.class)
                .orElse(JournalConnector.RETRY_MAX_DELAY);
        String then = attributes.getOptionalValue("retry-then", String.class).orElse(FailStrategy.NAME);
        Attributes checks = Attributes.incoming(channel.name());
        checks.require(most >= 1, "retry-max-attempts", most, "must be at least 1");
        checks.require(first >= 0, "retry-delay-ms", first, "must not be negative");
        checks.require(longest >= first, "retry-max-delay-ms", longest, "must not be less than retry-delay-ms, " + first);
        checks.require(!then.equals(NAME), "retry-then", then, "must be another strategy");
        checks.refuse();
        JournalFailureHandler next = channel.strategy(then);
        return failure -> {
            if (failure.attempts() > most) {
                return next.handle(failure);
            }
            long delay = delay(first, longest, failure.attempts());
            LOG.warnf("Channel %s delivers again in %d ms what failed (attempt %d, then %d more before %s): positions %s: %s",
                    channel.name(), delay, failure.attempts(), most - failure.attempts() + 1, then,
                    failure.events().stream().map(Event::position).toList(), failure.reason());
            return Uni.createFrom().item(new JournalFailureHandler.Redeliver(Duration.ofMillis(delay)));
        };
    }

    static long delay(long first, long longest, int attempts) {
        int doublings = Math.min(attempts - 1, MOST_DOUBLINGS);
        return first > longest >> doublings ? longest : first << doublings;
    }
}
