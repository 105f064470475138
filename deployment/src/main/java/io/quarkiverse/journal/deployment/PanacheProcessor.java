package io.quarkiverse.journal.deployment;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

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

    private static final String PACKAGE = "io.quarkiverse.journal.panache";
    private static final String ENTITY = PACKAGE + ".JournalEventEntity";
    private static final String PANACHE = "io.quarkus.hibernate.orm.panache.PanacheEntityBase";

    private static final String PREFIX = "quarkus.hibernate-orm.";
    private static final Pattern PACKAGES = Pattern
            .compile("(quarkus\\.hibernate-orm\\.(?:\"[^\"]+\"\\.|[^.\"]+\\.)?)packages.*");

    /**
     * In the index, so that Panache and Hibernate find it. Where the application says which packages a persistence unit has, it
     * says so of the entity's too: the second item only keeps Hibernate from warning of an entity without a persistence unit.
     */
    @BuildStep
    void entity(JournalBuildTimeConfig config, BuildProducer<AdditionalIndexedClassesBuildItem> indexed,
            BuildProducer<AdditionalJpaModelBuildItem> model) {
        String datasource = Objects.requireNonNull(config.journals().get(JournalNames.DEFAULT)).datasource()
                .orElse(DataSourceUtil.DEFAULT_DATASOURCE_NAME);
        if (config.panache().enabled() && QuarkusClassLoader.isClassPresentAtRuntime(PANACHE)
                && isWanted(ConfigProvider.getConfig(), datasource)) {
            indexed.produce(new AdditionalIndexedClassesBuildItem(ENTITY));
            model.produce(new AdditionalJpaModelBuildItem(ENTITY, Set.of()));
        }
    }

    private static boolean isWanted(Config config, String datasource) {
        Set<String> units = unitsWithPackages(config);
        if (units.isEmpty()) {
            return datasource(config, PREFIX).equals(datasource);
        }
        String mistakes = units.stream().filter(unit -> hasEntity(config, unit))
                .filter(unit -> !datasource(config, unit).equals(datasource))
                .map(unit -> unit + "packages has " + PACKAGE + ", whose entity reads the journal in the datasource '"
                        + datasource
                        + "', and " + unit + "datasource is '" + datasource(config, unit)
                        + "': give the package to a persistence unit of the journal's datasource")
                .collect(Collectors.joining("\n"));
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(mistakes);
        }
        return true;
    }

    /** The prefixes of persistence units of which the application says what packages they have. */
    private static Set<String> unitsWithPackages(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false).map(PACKAGES::matcher)
                .filter(Matcher::matches).map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean hasEntity(Config config, String unit) {
        return config.getOptionalValues(unit + "packages", String.class).orElse(List.of()).stream()
                .anyMatch(name -> (PACKAGE + ".").startsWith(name + "."));
    }

    private static String datasource(Config config, String unit) {
        Optional<String> said = config.getOptionalValue(unit + "datasource", String.class);
        return said.orElse(DataSourceUtil.DEFAULT_DATASOURCE_NAME);
    }
}
