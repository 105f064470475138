package io.quarkiverse.journal.deployment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionSynchronizationRegistry;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.ParameterizedType;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalName;
import io.quarkiverse.journal.Topic;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.JournalRecorder;
import io.quarkiverse.journal.runtime.config.JournalNames;
import io.quarkiverse.journal.runtime.observe.WriterMeters;
import io.quarkiverse.journal.runtime.reactive.HibernateReactiveTransactions;
import io.quarkiverse.journal.runtime.transact.OtherTransactions;
import io.quarkus.agroal.DataSource;
import io.quarkus.agroal.spi.JdbcDataSourceBuildItem;
import io.quarkus.agroal.spi.JdbcDataSourceSchemaReadyBuildItem;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanContainerBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem.ExtendedBeanConfigurator;
import io.quarkus.arc.deployment.SyntheticBeansRuntimeInitBuildItem;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.common.runtime.DatabaseKind;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.Consume;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ExecutorBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;

/** The journal as a bean, and its start and end with the application's. */
final class JournalProcessor {

    static final String FEATURE = "journal";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    NativeImageResourceBuildItem ddl() {
        return new NativeImageResourceBuildItem("db/journal/V1__journal.sql");
    }

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder().addBeanClasses(Topic.class, JournalName.class).setUnremovable().build();
    }

    /** Only where there are its classes. */
    @BuildStep
    void hibernateReactive(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.HIBERNATE_REACTIVE)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(HibernateReactiveTransactions.class));
        }
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void nodes(JournalRecorder recorder, JournalsBuildItem journals, List<JdbcDataSourceBuildItem> dataSources,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        requirePostgresql(journals, dataSources);
        // What is recorded has to be a plain map.
        Map<String, String> datasources = new HashMap<>(journals.datasources());
        datasources.forEach((name, datasource) -> beans.produce(of(name, SyntheticBeanBuildItem.configure(JournalNode.class))
                .scope(Singleton.class)
                .addInjectionPoint(ClassType.create(AgroalDataSource.class), ofDatasource(datasource))
                .addInjectionPoint(ClassType.create(ObjectMapper.class))
                .addInjectionPoint(ClassType.create(TransactionSynchronizationRegistry.class))
                .addInjectionPoint(ParameterizedType.builder(Instance.class).addArgument(WriterMeters.class).build())
                .addInjectionPoint(ParameterizedType.builder(Instance.class).addArgument(OtherTransactions.class).build())
                .createWith(recorder.node(name, datasources))
                .done()));
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void journals(JournalRecorder recorder, JournalsBuildItem journals, ExecutorBuildItem executor,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        journals.datasources().keySet().forEach(name -> {
            beans.produce(of(name, SyntheticBeanBuildItem.configure(Journal.class))
                    .scope(Singleton.class)
                    .addInjectionPoint(ClassType.create(JournalNode.class), ofJournal(name))
                    .addInjectionPoint(ClassType.create(ObjectMapper.class))
                    .createWith(recorder.journal(name, executor.getExecutorProxy()))
                    .done());
            beans.produce(of(name, SyntheticBeanBuildItem.configure(EventPublisher.class))
                    .scope(Dependent.class)
                    .addQualifier().annotation(Topic.class).addValue("value", "").done()
                    .addInjectionPoint(ClassType.create(InjectionPoint.class))
                    .addInjectionPoint(ClassType.create(Journal.class), ofJournal(name))
                    .createWith(recorder.publisher(name))
                    .done());
        });
    }

    private static ExtendedBeanConfigurator of(String journal, ExtendedBeanConfigurator bean) {
        bean.unremovable().setRuntimeInit();
        return JournalNames.isDefault(journal) ? bean : bean.addQualifier(ofJournal(journal));
    }

    private static AnnotationInstance ofJournal(String name) {
        return JournalNames.isDefault(name) ? AnnotationInstance.builder(Default.class).build()
                : AnnotationInstance.builder(JournalName.class).value(name).build();
    }

    private static AnnotationInstance ofDatasource(String name) {
        return DataSourceUtil.isDefault(name) ? AnnotationInstance.builder(Default.class).build()
                : AnnotationInstance.builder(DataSource.class).value(name).build();
    }

    /**
     * Comes after the tools that bring the schema up to date, so that they can make the journal's tables, and before the
     * application's own start-up code, so that it can publish.
     */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Consume(JdbcDataSourceSchemaReadyBuildItem.class)
    @Consume(SyntheticBeansRuntimeInitBuildItem.class)
    ServiceStartBuildItem start(JournalRecorder recorder, JournalsBuildItem journals, BeanContainerBuildItem beans,
            ShutdownContextBuildItem shutdown) {
        journals.datasources().keySet().forEach(name -> recorder.start(name, beans.getValue(), shutdown));
        return new ServiceStartBuildItem(FEATURE);
    }

    /** Before the container misses a datasource, since it could only tell that a bean is missing. */
    private static void requirePostgresql(JournalsBuildItem journals, List<JdbcDataSourceBuildItem> dataSources) {
        String mistakes = journals.datasources().entrySet().stream()
                .flatMap(journal -> mistake(journal.getKey(), journal.getValue(), dataSources).stream())
                .distinct().collect(Collectors.joining("\n"));
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(mistakes);
        }
    }

    private static Optional<String> mistake(String journal, String name, List<JdbcDataSourceBuildItem> dataSources) {
        boolean ofDefault = DataSourceUtil.isDefault(name);
        String who = JournalNames.isDefault(journal) ? "The journal" : "The journal '" + journal + "'";
        String where = ofDefault ? "the default datasource" : "the datasource '" + name + "'";
        String key = ofDefault ? "quarkus.datasource.db-kind" : "quarkus.datasource.\"" + name + "\".db-kind";
        Optional<JdbcDataSourceBuildItem> found = dataSources.stream().filter(one -> one.getName().equals(name)).findFirst();
        if (found.isEmpty()) {
            return Optional.of(who + " lives in " + where + ", and this application has none: set " + key + "=postgresql");
        }
        String kind = found.get().getDbKind();
        return DatabaseKind.isPostgreSQL(kind) ? Optional.empty()
                : Optional.of(who + " needs PostgreSQL, and " + where + " is of the kind '" + kind + "': set " + key
                        + "=postgresql, and give the other database a datasource with a name");
    }
}
