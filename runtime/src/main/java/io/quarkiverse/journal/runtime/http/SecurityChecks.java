package io.quarkiverse.journal.runtime.http;

import java.util.List;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkiverse.journal.JournalException;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;

/** Refuses roles that nobody would look at: what is meant to be closed must not be open. */
final class SecurityChecks {

    private static final String READ = "quarkus.journal.http.read-roles";
    private static final String PUBLISH = "quarkus.journal.http.publish-roles";

    private SecurityChecks() {
    }

    /**
     * @throws JournalException when there are roles and no quarkus-security, or an empty list of them
     */
    static void require(JournalConfig.Http http, boolean secured) {
        requireNamed(READ, http.readRoles().orElse(List.of()), secured);
        requireNamed(PUBLISH, http.publishRoles().orElse(List.of()), secured);
    }

    private static void requireNamed(String key, List<String> roles, boolean secured) {
        if (roles.isEmpty()) {
            ConfigValue given = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigValue(key);
            // To the mapping an empty value is none; whoever wrote it did not mean everybody.
            if (given.getConfigSourceName() != null) {
                throw new JournalException(
                        key + " is '" + given.getRawValue() + "', which names no role: name at least one, '**'"
                                + " for everybody who has authenticated, or remove the key to let everybody in");
            }
        } else if (roles.stream().anyMatch(String::isBlank)) {
            throw new JournalException(key + " is " + roles + ", which has a role without a name: remove it");
        } else if (!secured) {
            throw new JournalException(key + " is " + roles + ", but this application has no quarkus-security that would tell"
                    + " who has a role: add an extension that authenticates, such as quarkus-oidc or"
                    + " quarkus-elytron-security-properties-file, or remove the key");
        }
    }
}
