package io.quarkiverse.journal.deployment;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.config.JournalBuildTimeConfig;
import io.quarkiverse.journal.runtime.config.JournalNames;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.AdditionalIndexedClassesBuildItem;
import io.quarkus.hibernate.orm.deployment.spi.AdditionalJpaModelBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The entity of events, where the application has Panache. Its class is named and not referred to: without Panache, it cannot
 * be
 * loaded.
 */
final class PanacheProcessor {

    private static final String ENTITY = "io.quarkiverse.journal.panache.JournalEventEntity";
    private static final String PANACHE = "io.quarkus.hibernate.orm.panache.PanacheEntityBase";

    private static final String DEFAULT_UNIT = "<default>";
    private static final Pattern OF_A_UNIT = Pattern
            .compile("quarkus\\.hibernate-orm\\.(?:\"([^\"]+)\"|([^.\"]+))\\.(?:datasource|packages(?:\\[\\d+\\])?)");

    /**
     * In the index, so that Panache finds it. Hibernate is told of its persistence unit, since that may have packages of its
     * own.
     */
    @BuildStep
    void entity(JournalBuildTimeConfig config, BuildProducer<AdditionalIndexedClassesBuildItem> indexed,
            BuildProducer<AdditionalJpaModelBuildItem> model) {
        if (!config.panache().enabled() || !QuarkusClassLoader.isClassPresentAtRuntime(PANACHE)) {
            return;
        }
        String datasource = Objects.requireNonNull(config.journals().get(JournalNames.DEFAULT)).datasource()
                .orElse(DataSourceUtil.DEFAULT_DATASOURCE_NAME);
        Config all = ConfigProvider.getConfig();
        String unit = config.panache().persistenceUnit().isPresent()
                ? required(all, config.panache().persistenceUnit().get(), datasource)
                : found(all, datasource);
        if (unit != null) {
            indexed.produce(new AdditionalIndexedClassesBuildItem(ENTITY));
            model.produce(new AdditionalJpaModelBuildItem(ENTITY, Set.of(unit)));
        }
    }

    private static String required(Config config, String unit, String datasource) {
        if (!datasource(config, unit).equals(datasource)) {
            throw new ConfigurationException("quarkus.journal.panache.persistence-unit is '" + unit
                    + "', whose datasource is '" + datasource(config, unit) + "'; the journal is in the datasource '"
                    + datasource
                    + "': name a persistence unit that has the journal's datasource");
        }
        return unit;
    }

    /** The default one, or the only one, of those that have the journal's datasource. */
    private static @Nullable String found(Config config, String datasource) {
        Set<String> units = units(config).stream().filter(unit -> datasource(config, unit).equals(datasource))
                .collect(Collectors.toSet());
        return units.contains(DEFAULT_UNIT) ? DEFAULT_UNIT : units.size() == 1 ? units.iterator().next() : null;
    }

    /** Where units have names, there is a default one only if it has packages. */
    private static Set<String> units(Config config) {
        Set<String> units = StreamSupport.stream(config.getPropertyNames().spliterator(), false).map(OF_A_UNIT::matcher)
                .filter(Matcher::matches).map(match -> Objects.requireNonNullElseGet(match.group(1), () -> match.group(2)))
                .collect(Collectors.toCollection(TreeSet::new));
        if (units.isEmpty() || config.getOptionalValues("quarkus.hibernate-orm.packages", String.class).isPresent()) {
            units.add(DEFAULT_UNIT);
        }
        return units;
    }

    private static String datasource(Config config, String unit) {
        if (unit.equals(DEFAULT_UNIT)) {
            return config.getOptionalValue("quarkus.hibernate-orm.datasource", String.class)
                    .orElse(DataSourceUtil.DEFAULT_DATASOURCE_NAME);
        }
        return config.getOptionalValue("quarkus.hibernate-orm.\"" + unit + "\".datasource", String.class)
                .or(() -> config.getOptionalValue("quarkus.hibernate-orm." + unit + ".datasource", String.class))
                .orElse(DataSourceUtil.DEFAULT_DATASOURCE_NAME);
    }
}
