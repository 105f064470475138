package io.quarkiverse.journal.runtime;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Receipt;
import io.smallrye.mutiny.Uni;

/**
 * A journal with the topic given.
 */
record TopicPublisher(Journal journal, String topic) implements EventPublisher {

    @Override
    public void publish(@Nullable Object payload) {
        journal.publish(topic, payload);
    }

    @Override
    public void publish(NewEvent event) {
        journal.publish(topic, event);
    }

    @Override
    public Uni<Receipt> append(@Nullable Object payload) {
        return journal.append(topic, payload);
    }

    @Override
    public Uni<Receipt> append(NewEvent event) {
        return journal.append(topic, event);
    }

    @Override
    public Uni<Long> close() {
        return journal.close(topic);
    }

    @Override
    public Uni<Receipt> appendAll(List<NewEvent> events) {
        return journal.appendAll(topic, events);
    }

    @Override
    public Uni<Receipt> appendAll(List<NewEvent> events, AppendOptions options) {
        return journal.appendAll(topic, events, options);
    }
}
