package io.quarkiverse.journal.runtime.config;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A journal and what is configured of it.
 *
 * @param name its name, or {@link JournalNames#DEFAULT}
 * @param config what is configured
 */
public record JournalSettings(String name, JournalConfig config) {

    /** Settings of the default journal. */
    public static JournalSettings ofDefault(JournalConfig config) {
        return new JournalSettings(JournalNames.DEFAULT, config);
    }

    /** Settings of a journal, also of one that nothing is configured of. */
    public static JournalSettings of(JournalsConfig journals, String name) {
        return new JournalSettings(name, Objects.requireNonNull(journals.journals().get(name), name));
    }

    /** The PostgreSQL schema that holds the journal's tables. */
    public String schema() {
        return config.schema().orElseGet(() -> JournalNames.isDefault(name) ? "journal"
                : "journal_" + name.toLowerCase(Locale.ROOT).replace('-', '_'));
    }

    /** The topics that are to be there from the start. Where only declared topics may be used, settings declare one too. */
    public Set<String> declaredTopics() {
        Set<String> declared = new TreeSet<>(config.topics().declared().orElse(Set.of()));
        if (!config.topics().autoCreate()) {
            declared.addAll(config.topics().named().keySet());
        }
        return declared;
    }

    /** The name of a property of this journal. */
    public String key(String property) {
        return JournalNames.isDefault(name) ? "quarkus.journal." + property : "quarkus.journal.\"" + name + "\"." + property;
    }
}
