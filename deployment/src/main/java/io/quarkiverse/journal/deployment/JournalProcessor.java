package io.quarkiverse.journal.deployment;

import java.util.List;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionSynchronizationRegistry;

import org.jboss.jandex.ClassType;
import org.jboss.jandex.ParameterizedType;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Topic;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.JournalProducer;
import io.quarkiverse.journal.runtime.JournalRecorder;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.reactive.HibernateReactiveTransactions;
import io.quarkiverse.journal.runtime.transact.OtherTransactions;
import io.quarkus.agroal.spi.JdbcDataSourceBuildItem;
import io.quarkus.agroal.spi.JdbcDataSourceSchemaReadyBuildItem;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanContainerBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeansRuntimeInitBuildItem;
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
        return AdditionalBeanBuildItem.builder().addBeanClasses(Topic.class, JournalProducer.class).setUnremovable().build();
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
    SyntheticBeanBuildItem node(JournalRecorder recorder, List<JdbcDataSourceBuildItem> dataSources) {
        requirePostgresql(dataSources);
        return SyntheticBeanBuildItem.configure(JournalNode.class)
                .scope(Singleton.class)
                .unremovable()
                .setRuntimeInit()
                .addInjectionPoint(ClassType.create(AgroalDataSource.class))
                .addInjectionPoint(ClassType.create(ObjectMapper.class))
                .addInjectionPoint(ClassType.create(TransactionSynchronizationRegistry.class))
                .addInjectionPoint(ParameterizedType.builder(Instance.class).addArgument(WriterMeter.class).build())
                .addInjectionPoint(ParameterizedType.builder(Instance.class).addArgument(OtherTransactions.class).build())
                .createWith(recorder.node())
                .done();
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    SyntheticBeanBuildItem journal(JournalRecorder recorder, ExecutorBuildItem executor) {
        return SyntheticBeanBuildItem.configure(Journal.class)
                .scope(Singleton.class)
                .unremovable()
                .setRuntimeInit()
                .addInjectionPoint(ClassType.create(JournalNode.class))
                .addInjectionPoint(ClassType.create(ObjectMapper.class))
                .createWith(recorder.journal(executor.getExecutorProxy()))
                .done();
    }

    /**
     * Comes after the tools that bring the schema up to date, so that they can make the journal's tables, and before the
     * application's own start-up code, so that it can publish.
     */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Consume(JdbcDataSourceSchemaReadyBuildItem.class)
    @Consume(SyntheticBeansRuntimeInitBuildItem.class)
    ServiceStartBuildItem start(JournalRecorder recorder, BeanContainerBuildItem beans, ShutdownContextBuildItem shutdown) {
        recorder.start(beans.getValue(), shutdown);
        return new ServiceStartBuildItem(FEATURE);
    }

    /** Before the container misses the datasource, since it could only tell that a bean is missing. */
    private static void requirePostgresql(List<JdbcDataSourceBuildItem> dataSources) {
        JdbcDataSourceBuildItem dataSource = dataSources.stream().filter(JdbcDataSourceBuildItem::isDefault).findFirst()
                .orElseThrow(
                        () -> new ConfigurationException("The journal lives in the default datasource, and this application"
                                + " has none: set quarkus.datasource.db-kind=postgresql"));
        if (!DatabaseKind.isPostgreSQL(dataSource.getDbKind())) {
            throw new ConfigurationException("The journal needs PostgreSQL, and the default datasource is of the kind '"
                    + dataSource.getDbKind() + "': set quarkus.datasource.db-kind=postgresql, and give the other database a"
                    + " datasource with a name");
        }
    }
}
