package io.quarkiverse.journal.runtime.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.journal.JournalException;

/** Refuses a configuration that cannot work, of all journals at once, before any of them starts. */
public final class JournalsChecks {

    private final List<String> wrong = new ArrayList<>();

    private JournalsChecks() {
    }

    /**
     * @param datasources the journals that the application was built with, and the datasource of each
     * @throws JournalException when something cannot work; names each key, its value and what is allowed
     */
    public static void require(JournalsConfig journals, HttpConfig http, Map<String, String> datasources) {
        JournalsChecks checks = new JournalsChecks();
        checks.names(journals, datasources);
        checks.schemas(journals, datasources);
        datasources.keySet().stream().sorted().map(name -> JournalSettings.of(journals, name))
                .forEach(settings -> checks.wrong.addAll(ConfigChecks.wrong(settings)));
        datasources.keySet().stream().sorted().forEach(name -> checks.face(journals, name));
        checks.node(http);
        ConfigChecks.refuse(checks.wrong);
    }

    private void names(JournalsConfig journals, Map<String, String> datasources) {
        journals.journals().keySet().stream().filter(name -> !datasources.containsKey(name)).sorted()
                .forEach(name -> wrong.add("quarkus.journal.\"" + name + "\" is configured, but the application was built "
                        + "without a journal of this name: configure it in application.properties too, for example by "
                        + "quarkus.journal.\"" + name + "\".schema, or inject it by @JournalName(\"" + name + "\")"));
    }

    /** Two journals in the same tables would take each other's events for their own. */
    private void schemas(JournalsConfig journals, Map<String, String> datasources) {
        Map<String, JournalSettings> taken = new HashMap<>();
        datasources.keySet().stream().sorted().forEach(name -> {
            JournalSettings settings = JournalSettings.of(journals, name);
            JournalSettings other = taken.putIfAbsent(datasources.get(name) + ' ' + settings.schema(), settings);
            if (other != null) {
                wrong.add(settings.key("schema") + " and " + other.key("schema") + " are both '" + settings.schema()
                        + "' in one datasource: give each journal a schema of its own");
            }
        });
    }

    private void face(JournalsConfig journals, String name) {
        Face face = Face.of(journals, name);
        if (face.publishEnabled() && !face.enabled()) {
            JournalSettings settings = JournalSettings.of(journals, name);
            wrong.add(settings.key("http.publish-enabled") + " is true, but " + settings.key("http.enabled")
                    + " is not: set both");
        }
    }

    private void node(HttpConfig http) {
        String prefix = "quarkus.journal.http.";
        add(Ranges.duration(prefix + "heartbeat", http.heartbeat(), 1));
        add(Ranges.number(prefix + "max-streams", http.maxStreams(), 1, 10_000_000));
        http.maxStreamsPerIdentity().ifPresent(
                most -> add(Ranges.number(prefix + "max-streams-per-identity", most, 1, 10_000_000)));
        add(Ranges.duration(prefix + "authorize-interval", http.authorizeInterval(), 100));
        add(Ranges.duration(prefix + "body-timeout", http.bodyTimeout(), 1));
        // An array cannot be larger.
        add(Ranges.bytes(prefix + "max-request-bytes", http.maxRequestBytes(), 1, Integer.MAX_VALUE - 8));
        http.requestMemory().ifPresent(memory -> add(Ranges.bytes(prefix + "request-memory", memory,
                Math.max(1, http.maxRequestBytes().asLongValue()), Long.MAX_VALUE)));
    }

    private void add(Optional<String> mistake) {
        mistake.ifPresent(wrong::add);
    }
}
