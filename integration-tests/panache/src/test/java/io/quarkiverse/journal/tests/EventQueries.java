package io.quarkiverse.journal.tests;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.quarkiverse.journal.panache.JournalEventEntity;

/** Queries in transactions of their own, as an application has them. */
@ApplicationScoped
class EventQueries {

    @Transactional
    List<JournalEventEntity> by(String query) {
        return JournalEventEntity.list(query);
    }

    @Transactional
    List<JournalEventEntity> ofTopic(String topic) {
        return JournalEventEntity.ofTopic(topic).list();
    }
}
