package io.quarkiverse.journal.runtime.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * What of a journal is open over HTTP. A journal with a name does as the default one does, as far as it says nothing itself.
 *
 * @param enabled whether it can be read
 * @param publishEnabled whether it can be published to and closed
 */
public record Face(boolean enabled, boolean publishEnabled) {

    public static Face of(JournalsConfig journals, String name) {
        boolean enabled = setting(journals, name, JournalConfig.Http::enabled);
        boolean publishEnabled = setting(journals, name, JournalConfig.Http::publishEnabled);
        // Closed for reading by its own word, a journal is not open for publishing by the default one's.
        boolean inherited = JournalSettings.of(journals, name).config().http().publishEnabled().isEmpty();
        return new Face(enabled, publishEnabled && (enabled || !inherited));
    }

    private static boolean setting(JournalsConfig journals, String name,
            Function<JournalConfig.Http, Optional<Boolean>> setting) {
        return setting.apply(JournalSettings.of(journals, name).config().http())
                .or(() -> setting.apply(JournalSettings.of(journals, JournalNames.DEFAULT).config().http()))
                .orElse(false);
    }
}
