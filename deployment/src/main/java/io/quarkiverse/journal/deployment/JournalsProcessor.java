package io.quarkiverse.journal.deployment;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.DotName;

import io.quarkiverse.journal.JournalName;
import io.quarkiverse.journal.runtime.config.JournalBuildTimeConfig;
import io.quarkiverse.journal.runtime.config.JournalNames;
import io.quarkus.arc.deployment.BeanArchiveIndexBuildItem;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Finds the journals of the application: those that it configures, and those that it injects. */
final class JournalsProcessor {

    private static final DotName JOURNAL_NAME = DotName.createSimple(JournalName.class);

    /** A property of a journal with a name. What is set when the application runs only is not seen, and said then. */
    private static final Pattern OF_A_NAME = Pattern.compile("quarkus\\.journal\\.\"([^\"]*)\"\\..+");

    @BuildStep
    JournalsBuildItem journals(JournalBuildTimeConfig config, BeanArchiveIndexBuildItem index) {
        TreeSet<String> names = new TreeSet<>(config.journals().keySet());
        StreamSupport.stream(ConfigProvider.getConfig().getPropertyNames().spliterator(), false)
                .map(OF_A_NAME::matcher).filter(Matcher::matches).forEach(match -> names.add(match.group(1)));
        index.getIndex().getAnnotations(JOURNAL_NAME).forEach(use -> names.add(use.value().asString()));
        names.remove(JournalNames.DEFAULT);
        String mistakes = names.stream().filter(name -> !JournalNames.isValid(name)).map(JournalNames::mistake)
                .collect(Collectors.joining("\n - "));
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException("Journals have names that they cannot have:\n - " + mistakes);
        }
        Map<String, String> datasources = new TreeMap<>(Comparator.naturalOrder());
        names.add(JournalNames.DEFAULT);
        names.forEach(name -> datasources.put(name, datasource(Objects.requireNonNull(config.journals().get(name)))));
        return new JournalsBuildItem(datasources);
    }

    private static String datasource(JournalBuildTimeConfig.OneJournal journal) {
        return journal.datasource().orElse(DataSourceUtil.DEFAULT_DATASOURCE_NAME);
    }
}
