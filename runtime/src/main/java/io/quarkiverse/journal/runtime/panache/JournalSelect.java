package io.quarkiverse.journal.runtime.panache;

import java.util.Map;
import java.util.stream.Collectors;

import org.eclipse.microprofile.config.ConfigProvider;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

import io.quarkiverse.journal.runtime.config.JournalNames;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.config.JournalsConfig;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.store.Tables;
import io.smallrye.config.SmallRyeConfig;

/**
 * Tells Hibernate, when it starts, what the entity of events is a selection of. The journal's schema is known only then, while
 * the mapping is made when the application is built. A selection is no table: tools for schemas pass it by.
 * <p>
 * Without the entity in the persistence unit it does nothing.
 */
public final class JournalSelect implements Integrator {

    /** Stands for the statement until the application starts. */
    public static final String AT_START = "SELECT FROM the journal that quarkus.journal.schema names when the application starts";

    private static final String ENTITY = "io.quarkiverse.journal.panache.JournalEventEntity";

    /** The event table's columns by the entity's attributes. JSON as text can be compared, and is the same characters. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("position", "e.position"), Map.entry("topic", "e.topic_id"), Map.entry("kind", "e.kind"),
            Map.entry("eventId", "e.id"), Map.entry("time", "e.time"), Map.entry("recorded", "e.recorded"),
            Map.entry("key", "e.key"), Map.entry("correlationId", "e.correlation_id"), Map.entry("index", "e.index"),
            Map.entry("run", "e.run"), Map.entry("step", "e.step"), Map.entry("headers", "e.headers::text"),
            Map.entry("payload", "e.payload::text"));

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor sessions) {
        PersistentClass entity = metadata.getEntityBinding(ENTITY);
        if (entity != null) {
            entity.getTable().setSubselect(select(entity, tables(), metadata.getDatabase().getDialect()));
        }
    }

    private static Tables tables() {
        JournalsConfig journals = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class)
                .getConfigMapping(JournalsConfig.class);
        return new Tables(JournalSettings.of(journals, JournalNames.DEFAULT).schema());
    }

    /** The application's naming strategy decides what its columns are called. */
    private static String select(PersistentClass entity, Tables tables, Dialect dialect) {
        String columns = entity.getPropertyClosure().stream().map(property -> column(property, dialect))
                .collect(Collectors.joining(", "));
        return "SELECT " + column(entity.getIdentifierProperty(), dialect) + ", " + columns + " FROM " + tables.event()
                + " e WHERE e.kind <> '" + EventData.END + "'";
    }

    private static String column(Property property, Dialect dialect) {
        return COLUMNS.get(property.getName()) + " AS "
                + ((Column) property.getSelectables().get(0)).getQuotedName(dialect);
    }

    @Override
    public void disintegrate(SessionFactoryImplementor sessions, SessionFactoryServiceRegistry registry) {
        // Nothing is kept.
    }
}
