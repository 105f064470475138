package io.quarkiverse.journal.runtime.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What of a journal is open over HTTP, and to whom. A journal with a name does as the default one does, as far as it says
 * nothing
 * itself.
 *
 * @param enabled whether it can be read
 * @param publishEnabled whether it can be published to and closed
 * @param readRoles the roles of which one is needed to read; none when everybody may
 * @param publishRoles the roles of which one is needed to publish and to close; none when everybody may
 */
public record Face(boolean enabled, boolean publishEnabled, Set<String> readRoles, Set<String> publishRoles) {

    public static Face of(JournalsConfig journals, String name) {
        boolean enabled = setting(journals, name, JournalConfig.Http::enabled).orElse(false);
        boolean publishEnabled = setting(journals, name, JournalConfig.Http::publishEnabled).orElse(false);
        // Closed for reading by its own word, a journal is not open for publishing by the default one's.
        boolean inherited = JournalSettings.of(journals, name).config().http().publishEnabled().isEmpty();
        return new Face(enabled, publishEnabled && (enabled || !inherited),
                roles(journals, name, JournalConfig.Http::readRoles), roles(journals, name, JournalConfig.Http::publishRoles));
    }

    private static Set<String> roles(JournalsConfig journals, String name,
            Function<JournalConfig.Http, Optional<List<String>>> setting) {
        return Set.copyOf(setting(journals, name, setting).orElse(List.of()));
    }

    private static <T> Optional<T> setting(JournalsConfig journals, String name,
            Function<JournalConfig.Http, Optional<T>> setting) {
        return setting.apply(JournalSettings.of(journals, name).config().http())
                .or(() -> setting.apply(JournalSettings.of(journals, JournalNames.DEFAULT).config().http()));
    }
}
