package io.quarkiverse.journal.runtime.config;

/** What the journal does about its tables when the application starts. */
public enum SchemaManagement {
    /** Creates what is missing, then validates. */
    CREATE,
    /** Refuses to start unless the tables are there and of the right version. */
    VALIDATE,
    /** Looks at nothing. The first statement fails if the tables are missing. */
    NONE
}
