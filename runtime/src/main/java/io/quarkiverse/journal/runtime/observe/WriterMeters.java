package io.quarkiverse.journal.runtime.observe;

/** Meters for the writers of this node's journals. */
public interface WriterMeters {

    /**
     * The meter of a journal's writer.
     *
     * @param journal how the journal is called
     * @param schema the schema of its tables
     */
    WriterMeter of(String journal, String schema);
}
