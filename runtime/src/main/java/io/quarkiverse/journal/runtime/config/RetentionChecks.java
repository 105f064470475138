package io.quarkiverse.journal.runtime.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.journal.InvalidTopicException;
import io.quarkiverse.journal.TopicNames;

/** What is wrong with the limits of what is kept. */
final class RetentionChecks {

    private static final Duration LONGEST_AGE = Duration.ofDays(36_500);

    private final List<String> wrong = new ArrayList<>();

    private RetentionChecks() {
    }

    static List<String> wrong(JournalSettings settings) {
        RetentionChecks checks = new RetentionChecks();
        checks.limits(settings.key("retention"), settings.config().retention());
        settings.config().topics().named().forEach((name, topic) -> {
            String key = settings.key("topics.\"" + name + '"');
            try {
                TopicNames.require(name);
            } catch (InvalidTopicException e) {
                checks.wrong.add(key + " is for no topic: " + e.getMessage());
            }
            checks.limits(key + ".retention", topic.retention());
        });
        return checks.wrong;
    }

    private void limits(String key, RetentionLimits limits) {
        limits.maxAge().filter(age -> age.isZero() || age.isNegative() || age.compareTo(LONGEST_AGE) > 0).ifPresent(
                age -> wrong.add(key + ".max-age is " + age + ": it must be more than nothing and at most 36500 days"));
        if (limits.maxEvents().isPresent() && limits.maxEvents().getAsLong() < 1) {
            wrong.add(key + ".max-events is " + limits.maxEvents().getAsLong() + ": it must be 1 or more");
        }
        limits.maxBytes().filter(bytes -> bytes.asBigInteger().signum() <= 0 || bytes.asBigInteger().bitLength() > 62)
                .ifPresent(
                        bytes -> wrong.add(key + ".max-bytes is " + bytes.asBigInteger() + " bytes: it must be 1 or more"));
    }
}
