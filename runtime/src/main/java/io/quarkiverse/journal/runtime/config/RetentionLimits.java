package io.quarkiverse.journal.runtime.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.configuration.MemorySize;

/** What is kept. Nothing set keeps everything. */
@ConfigGroup
public interface RetentionLimits {

    /**
     * How long events are kept, counted from when the database recorded them, up to 36500 days. The publisher's time does not
     * matter.
     */
    Optional<Duration> maxAge();

    /**
     * How many events are kept; the oldest go first. For the whole journal it counts positions behind the head.
     */
    OptionalLong maxEvents();

    /**
     * How many bytes are kept; the oldest events go first. For the whole journal the tables with their indexes are counted
     * where
     * they can be dropped whole; for a topic, and within a table, it is what payloads and headers take when stored, and 200
     * bytes for each
     * event.
     */
    Optional<MemorySize> maxBytes();
}
