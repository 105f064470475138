package io.quarkiverse.journal.runtime.connector;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;

/**
 * An incoming channel's attributes, checked.
 *
 * @param channel the channel's name
 * @param consumer the durable consumer that it reads for, or {@code null}
 * @param subscription what to read, from where it begins if there is no checkpoint
 * @param emitSentinel whether the sentinel becomes a message
 * @param failAtGap whether a gap stops the channel
 * @param batch whether several events make a message
 * @param batchSize how many, at most
 * @param batchWait how long the first of them waits for more
 * @param limit how many events are held that are not settled
 * @param strategy when the checkpoint moves
 * @param commitInterval how often it moves, for the strategy {@code throttled}
 * @param unprocessedAge how long an event may stay unprocessed before the channel is not ready; zero for any time
 * @param lease for how long other nodes wait for a node that has died
 * @param health whether the channel is part of the health checks
 * @param payloadType the payload's type with its arguments, if it is known
 */
record IncomingSettings(String channel, @Nullable String consumer, Subscription subscription, boolean emitSentinel,
        boolean failAtGap, boolean batch, int batchSize, Duration batchWait, int limit, CommitStrategy strategy,
        Duration commitInterval, Duration unprocessedAge, Duration lease, boolean health, @Nullable String payloadType) {

    private static final String CHECKPOINT = "checkpoint";
    private static final Pattern CONSUMER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,89}");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    /**
     * @param application the application's name, if it has one
     */
    static IncomingSettings of(JournalConnectorIncomingConfiguration attributes, Optional<String> application) {
        Attributes checks = Attributes.incoming(attributes.getChannel());
        CommitStrategy strategy = CommitStrategy.named(attributes.getCommitStrategy()).orElse(CommitStrategy.IGNORE);
        checks.require(CommitStrategy.named(attributes.getCommitStrategy()).isPresent(), "commit-strategy",
                attributes.getCommitStrategy(), "must be throttled, each, ignore or transactional");
        String gap = attributes.getOnGap();
        checks.require(gap.equals("fail") || gap.equals("continue"), "on-gap", gap, "must be fail or continue");
        int batchSize = number(checks, "batch-size", attributes.getBatchSize(), 1, 100_000);
        int inFlight = number(checks, "max-inflight-messages", attributes.getMaxInflightMessages(), 1, 1_000_000);
        int concurrency = attributes.config().getOptionalValue("concurrency", Integer.class).orElse(1);
        checks.require(concurrency == 1, "concurrency", concurrency,
                "must be 1, since each of several would read everything: for concurrency, make the method "
                        + "@Blocking(ordered = false)");
        IncomingSettings settings = new IncomingSettings(attributes.getChannel(),
                strategy.isDurable() ? consumer(attributes, application, checks) : null,
                subscription(attributes, strategy, checks), attributes.getEmitSentinel(), gap.equals("fail"),
                attributes.getBatch(), attributes.getBatch() ? batchSize : 1,
                millis(checks, "batch-wait-ms", attributes.getBatchWaitMs(), 0),
                attributes.getBatch() ? Math.max(inFlight, 2 * batchSize) : inFlight, strategy,
                millis(checks, "auto.commit.interval.ms", attributes.getAutoCommitIntervalMs(), 1),
                millis(checks, "throttled.unprocessed-record-max-age.ms", attributes.getThrottledUnprocessedRecordMaxAgeMs(),
                        0),
                millis(checks, "lease-ms", attributes.getLeaseMs(), 1_000), attributes.getHealthEnabled(),
                attributes.getPayloadType().orElse(null));
        checks.refuse();
        return settings;
    }

    private static int number(Attributes checks, String attribute, int value, int least, int most) {
        checks.require(value >= least && value <= most, attribute, value, "must be " + least + " to " + most);
        return value;
    }

    private static Duration millis(Attributes checks, String attribute, long value, long least) {
        checks.require(value >= least && value <= Duration.ofDays(366).toMillis(), attribute, value,
                "must be a number of milliseconds, at least " + least + " and no more than a year");
        return Duration.ofMillis(value);
    }

    private static String consumer(JournalConnectorIncomingConfiguration attributes, Optional<String> application,
            Attributes checks) {
        String name = attributes.getConsumer()
                .orElseGet(() -> application.orElse("") + "." + attributes.getChannel());
        checks.require(CONSUMER.matcher(name).matches(), "consumer", name, "must be a letter or digit, then up to 89 letters, "
                + "digits, '.', '_' and '-'; if it is not set it is made of quarkus.application.name and the channel's name");
        return name;
    }

    private static Subscription subscription(JournalConnectorIncomingConfiguration attributes, CommitStrategy strategy,
            Attributes checks) {
        List<String> topics = attributes.getTopics().map(list -> List.copyOf(values(list)))
                .orElseGet(() -> List.of(attributes.getTopic().orElse(attributes.getChannel())));
        for (String topic : topics) {
            checks.accepted(attributes.getTopics().isPresent() ? "topics" : "topic", topic, Subscription::to);
        }
        checks.require(attributes.getTopics().isEmpty() || attributes.getTopic().isEmpty(), "topics", topics,
                "cannot be set beside topic");
        String since = attributes.getSince().orElse(strategy.isDurable() ? CHECKPOINT : "latest");
        checks.require(strategy.isDurable() || !since.equals(CHECKPOINT), "since", since,
                "needs a checkpoint, which there is none of with commit-strategy=ignore");
        if (!since.equals(CHECKPOINT)) {
            checks.accepted("since", since, Start::parse);
        }
        if (checks.areWrong()) {
            return Subscription.toAll();
        }
        return new Subscription(topics, since.equals(CHECKPOINT) ? Start.earliest() : Start.parse(since),
                set(attributes.getKinds()), set(attributes.getKeys()), set(attributes.getCorrelationIds()),
                set(attributes.getRuns()), set(attributes.getSteps()), true, true);
    }

    private static Set<String> set(Optional<String> list) {
        return list.map(IncomingSettings::values).orElse(Set.of());
    }

    private static Set<String> values(String list) {
        return Arrays.stream(COMMA.split(list.strip())).filter(value -> !value.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What to read, given how far the consumer has come. */
    Subscription from(@Nullable Cursor checkpoint) {
        return checkpoint == null ? subscription : subscription.since(Start.after(checkpoint));
    }

    /** How many messages may be under way: with transactions one after the other, since the checkpoint moves with each. */
    int mostOutstanding() {
        return strategy == CommitStrategy.TRANSACTIONAL ? 1 : Integer.MAX_VALUE;
    }
}
