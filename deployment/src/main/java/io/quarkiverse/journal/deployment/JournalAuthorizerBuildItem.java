package io.quarkiverse.journal.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

/** Whether the application decides itself who may read and publish what. */
public final class JournalAuthorizerBuildItem extends SimpleBuildItem {

    private final boolean present;

    JournalAuthorizerBuildItem(boolean present) {
        this.present = present;
    }

    boolean isPresent() {
        return present;
    }
}
