package io.quarkiverse.journal;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;

/**
 * Names the topic of an injected {@link EventPublisher}:
 *
 * <pre>
 * &#64;Inject
 * &#64;Topic("orders")
 * EventPublisher orders;
 * </pre>
 * <p>
 * The name is checked when the application is built.
 */
@Qualifier
@Retention(RUNTIME)
@Target({ METHOD, FIELD, PARAMETER, TYPE })
public @interface Topic {

    /**
     * The topic's name: a letter or digit, then up to 199 letters, digits, {@code .}, {@code _} and {@code -}.
     *
     * @return the topic's name
     */
    @Nonbinding
    String value();
}
