package io.quarkiverse.journal.runtime.config;

import java.util.Map;
import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import io.smallrye.config.WithUnnamedKey;

/** The journal, as far as it is settled when the application is built. */
@ConfigMapping(prefix = "quarkus.journal")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface JournalBuildTimeConfig {

    /**
     * The journals, by name.
     */
    @ConfigDocMapKey("journal-name")
    @WithParentName
    @WithDefaults
    @WithUnnamedKey(JournalNames.DEFAULT)
    Map<String, OneJournal> journals();

    /**
     * The HTTP face.
     */
    Http http();

    /**
     * Health checks.
     */
    Health health();

    /**
     * Metrics.
     */
    Metrics metrics();

    /**
     * Channels.
     */
    Channels channels();

    /**
     * The entity of events.
     */
    Panache panache();

    /** One journal. */
    @ConfigGroup
    interface OneJournal {

        /**
         * The name of the datasource in which the journal lives; the default datasource if it is not set.
         */
        Optional<String> datasource();
    }

    /** The HTTP face. */
    interface Http {

        /**
         * Where the endpoints are, below {@code quarkus.http.root-path}.
         */
        @WithDefault("/journal")
        String path();

        /**
         * The description of the endpoints.
         */
        OpenApi openapi();
    }

    /** The description of the endpoints. */
    interface OpenApi {

        /**
         * Describes the endpoints in the application's OpenAPI document, if the extension {@code quarkus-smallrye-openapi} is
         * there. They are described whether they are open or not, since that is settled when the application runs.
         */
        @WithDefault("true")
        boolean included();
    }

    /** Health checks. */
    interface Health {

        /**
         * Adds the journal to readiness and liveness, if the extension {@code quarkus-smallrye-health} is there.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /** Metrics. */
    interface Metrics {

        /**
         * Registers the journal's meters, if Micrometer is there.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /** Channels. */
    interface Channels {

        /**
         * Adds the connector {@code quarkus-journal}, if the extension {@code quarkus-messaging} is there. Channels without a
         * connector get the only one that there is: an application whose channels rely on that, with another connector,
         * switches this one off or names the other.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /** The entity of events. */
    interface Panache {

        /**
         * Adds {@code JournalEventEntity} to a persistence unit of the journal's datasource, if the extension
         * {@code quarkus-hibernate-orm-panache} is there.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * The persistence unit that has the entity. If it is not set: the default one, or the only one, that has the journal's
         * datasource; where several with names have it, none.
         */
        Optional<String> persistenceUnit();
    }
}
