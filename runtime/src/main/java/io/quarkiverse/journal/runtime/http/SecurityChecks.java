package io.quarkiverse.journal.runtime.http;

import java.util.List;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.config.JournalsConfig;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;

/** Refuses roles that nobody would look at: what is meant to be closed must not be open. */
final class SecurityChecks {

    private SecurityChecks() {
    }

    /**
     * @throws JournalException when there are roles and no quarkus-security, or an empty list of them
     */
    static void require(JournalsConfig journals, List<String> names, boolean secured) {
        for (String name : names) {
            JournalSettings settings = JournalSettings.of(journals, name);
            JournalConfig.Http http = settings.config().http();
            requireRoles(settings.key("http.read-roles"), http.readRoles().orElse(List.of()), secured);
            requireRoles(settings.key("http.publish-roles"), http.publishRoles().orElse(List.of()), secured);
        }
    }

    private static void requireRoles(String key, List<String> roles, boolean secured) {
        if (roles.isEmpty()) {
            requireAbsent(key);
            // A name may be written without quotes too.
            requireAbsent(key.replace("\"", ""));
        } else if (roles.stream().anyMatch(String::isBlank)) {
            throw new JournalException(key + " is " + roles + ", which has a role without a name: remove it");
        } else if (!secured) {
            throw new JournalException(key + " is " + roles + ", but this application has no quarkus-security that would tell"
                    + " who has a role: add an extension that authenticates, such as quarkus-oidc or"
                    + " quarkus-elytron-security-properties-file, or remove the key");
        }
    }

    /** To the mapping an empty value is none; whoever wrote it did not mean everybody. */
    private static void requireAbsent(String key) {
        ConfigValue given = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigValue(key);
        if (given.getConfigSourceName() != null) {
            throw new JournalException(key + " is '" + given.getRawValue() + "', which names no role: name at least one, '**'"
                    + " for everybody who has authenticated, or remove the key to let everybody in");
        }
    }
}
