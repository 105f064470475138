package io.quarkiverse.journal.runtime.config;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithDefault;

/** A topic with settings of its own. */
@ConfigGroup
public interface TopicConfig {

    /**
     * What is kept of this topic. Each member that is set takes the place of the journal's.
     */
    RetentionLimits retention();

    /**
     * Whether only the last event of each key is kept. Events without a key are all kept. Retention applies besides.
     */
    @WithDefault("false")
    boolean compaction();
}
