package io.quarkiverse.journal.runtime.config;

import java.util.Map;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import io.smallrye.config.WithUnnamedKey;

/** The journals: the default one, and those with names. */
@ConfigMapping(prefix = "quarkus.journal")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface JournalsConfig {

    /**
     * The journals, by name.
     */
    @ConfigDocMapKey("journal-name")
    @WithParentName
    @WithDefaults
    @WithUnnamedKey(JournalNames.DEFAULT)
    Map<String, JournalConfig> journals();
}
