package io.quarkiverse.journal.runtime;

import java.lang.annotation.Annotation;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Singleton;

import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Topic;

/** Publishers for where the application injects them. */
@Singleton
public class JournalProducer {

    /** The qualifier's value does not bind: one producer serves every topic, and reads its name where it is injected. */
    @Produces
    @Dependent
    @Topic("")
    EventPublisher publisher(InjectionPoint injectionPoint, Journal journal) {
        for (Annotation qualifier : injectionPoint.getQualifiers()) {
            if (qualifier instanceof Topic topic) {
                return journal.publisher(topic.value());
            }
        }
        throw new IllegalStateException("An EventPublisher was looked up without a topic, by "
                + injectionPoint + ": give the qualifier @Topic(\"…\"), or call Journal.publisher(\"…\")");
    }
}
