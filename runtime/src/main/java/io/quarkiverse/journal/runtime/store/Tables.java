package io.quarkiverse.journal.runtime.store;

/**
 * The names of a journal's tables, qualified and quoted.
 *
 * @param schema the schema's name
 */
public record Tables(String schema) {

    public String log() {
        return qualified("log");
    }

    public String topic() {
        return qualified("topic");
    }

    public String event() {
        return qualified("event");
    }

    public String batch() {
        return qualified("batch");
    }

    public String pending() {
        return qualified("pending");
    }

    public String refused() {
        return qualified("refused");
    }

    /** A sequence, not a table. */
    public String closings() {
        return qualified("topic_closings");
    }

    public String receipt() {
        return qualified("receipt");
    }

    public String givenId() {
        return qualified("given_id");
    }

    public String consumer() {
        return qualified("consumer");
    }

    /** The channel of NOTIFY: channels belong to a database, so the schema is part of the name. */
    public String channel() {
        return "quarkus_journal_" + schema;
    }

    public String qualified(String name) {
        return quotedSchema() + "." + name;
    }

    /** The schema's name in quotes; it holds none itself, which the configuration is checked for. */
    public String quotedSchema() {
        return '"' + schema + '"';
    }
}
