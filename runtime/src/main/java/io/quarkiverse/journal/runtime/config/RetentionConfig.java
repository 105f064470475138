package io.quarkiverse.journal.runtime.config;

import java.time.Duration;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithDefault;

/** What is kept of the whole journal. */
@ConfigGroup
public interface RetentionConfig extends RetentionLimits {

    /**
     * How often what is past retention is looked for, on one node at a time. Too short: needless statements. Too long:
     * events stay longer than they should.
     */
    @WithDefault("1M")
    Duration interval();
}
