package io.quarkiverse.journal.runtime.config;

import java.util.Set;
import java.util.regex.Pattern;

/** How journals are called. */
public final class JournalNames {

    /** The name of the journal that has none. It is none that a journal can be given. */
    public static final String DEFAULT = "<default>";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,38}");

    /** What follows {@code quarkus.journal.} with another meaning. */
    private static final Set<String> TAKEN = Set.of("publish", "topics", "idempotency", "read", "tail", "retention", "http",
            "health", "metrics", "channels", "devservices", "datasource", "schema", "schema-management", "partition-size");

    private JournalNames() {
    }

    public static boolean isDefault(String journal) {
        return journal.equals(DEFAULT);
    }

    /** Whether a journal may be called so. */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches() && !TAKEN.contains(name);
    }

    /** What is wrong with a name, and what to do. */
    public static String mistake(String name) {
        return "'" + name
                + "' is no name of a journal: write a letter, then up to 38 letters, digits, '_' and '-', and no word "
                + "that quarkus.journal has another meaning for, such as 'publish' or 'http'; for example 'audit'";
    }

    /** How a journal is called where there are several. */
    public static String shown(String journal) {
        return isDefault(journal) ? "default" : journal;
    }
}
