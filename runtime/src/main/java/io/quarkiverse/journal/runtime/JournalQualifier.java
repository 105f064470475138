package io.quarkiverse.journal.runtime;

import java.lang.annotation.Annotation;

import jakarta.enterprise.inject.Default;

import io.quarkiverse.journal.JournalName;
import io.quarkiverse.journal.runtime.config.JournalNames;

/** The qualifier of a journal's beans. */
public final class JournalQualifier {

    private JournalQualifier() {
    }

    public static Annotation of(String journal) {
        return JournalNames.isDefault(journal) ? Default.Literal.INSTANCE : JournalName.Literal.of(journal);
    }
}
