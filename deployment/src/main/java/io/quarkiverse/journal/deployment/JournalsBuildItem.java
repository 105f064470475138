package io.quarkiverse.journal.deployment;

import java.util.Map;

import io.quarkus.builder.item.SimpleBuildItem;

/** The journals of the application: the default one, and those with names; and in which datasource each lives. */
final class JournalsBuildItem extends SimpleBuildItem {

    private final Map<String, String> datasources;

    JournalsBuildItem(Map<String, String> datasources) {
        this.datasources = datasources;
    }

    /** The datasource of each, by the journal's name; sorted. */
    Map<String, String> datasources() {
        return datasources;
    }
}
