package io.quarkiverse.journal;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;

/**
 * Names the journal of an injected {@link Journal} or {@link EventPublisher}; without it, they are of the default journal:
 *
 * <pre>
 * &#64;Inject
 * &#64;JournalName("audit")
 * Journal audit;
 *
 * &#64;Inject
 * &#64;JournalName("audit")
 * &#64;Topic("logins")
 * EventPublisher logins;
 * </pre>
 * <p>
 * The name is checked when the application is built. Its settings are {@code quarkus.journal."audit".…}.
 */
@Qualifier
@Retention(RUNTIME)
@Target({ METHOD, FIELD, PARAMETER, TYPE })
public @interface JournalName {

    /**
     * The journal's name: a letter, then up to 38 letters, digits, {@code _} and {@code -}.
     *
     * @return the journal's name
     */
    String value();

    /** The qualifier for lookups by {@code CDI} or {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<JournalName> implements JournalName {

        private static final long serialVersionUID = 1L;

        /** The journal's name. */
        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /**
         * The qualifier that names a journal.
         *
         * @param journal the journal's name
         * @return the qualifier
         */
        public static Literal of(String journal) {
            return new Literal(journal);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
