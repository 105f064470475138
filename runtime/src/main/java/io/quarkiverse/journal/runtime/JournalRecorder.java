package io.quarkiverse.journal.runtime;

import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;

import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.transaction.TransactionSynchronizationRegistry;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.Topic;
import io.quarkiverse.journal.runtime.config.HttpConfig;
import io.quarkiverse.journal.runtime.config.JournalNames;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.config.JournalsChecks;
import io.quarkiverse.journal.runtime.config.JournalsConfig;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.observe.WriterMeters;
import io.quarkiverse.journal.runtime.transact.OtherTransactions;
import io.quarkus.agroal.DataSource.DataSourceLiteral;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.arc.runtime.BeanContainer;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;

/** Starts the journals with the application and closes them with the application. */
@Recorder
public class JournalRecorder {

    private final RuntimeValue<JournalsConfig> journals;
    private final RuntimeValue<HttpConfig> http;

    public JournalRecorder(RuntimeValue<JournalsConfig> journals, RuntimeValue<HttpConfig> http) {
        this.journals = journals;
        this.http = http;
    }

    /**
     * Makes the node of a journal when it is first asked for.
     *
     * @param name the journal's name
     * @param datasources all journals and the datasource of each
     */
    public Function<SyntheticCreationalContext<JournalNode>, JournalNode> node(String name, Map<String, String> datasources) {
        return context -> {
            JournalsChecks.require(journals.getValue(), http.getValue(), datasources);
            JournalSettings settings = JournalSettings.of(journals.getValue(), name);
            return JournalNode.start(settings,
                    context.getInjectedReference(AgroalDataSource.class,
                            ofDatasource(Objects.requireNonNull(datasources.get(name)))),
                    context.getInjectedReference(ObjectMapper.class),
                    context.getInjectedReference(TransactionSynchronizationRegistry.class), others(context),
                    meter(context, settings));
        };
    }

    private static Annotation ofDatasource(String name) {
        return DataSourceUtil.isDefault(name) ? Default.Literal.INSTANCE : new DataSourceLiteral(name);
    }

    /** There are some with Hibernate Reactive. */
    private static OtherTransactions others(SyntheticCreationalContext<?> context) {
        Instance<OtherTransactions> others = context.getInjectedReference(new TypeLiteral<>() {
        });
        return others.isResolvable() ? others.get() : OtherTransactions.NONE;
    }

    /** There is none where there are no metrics. */
    private static WriterMeter meter(SyntheticCreationalContext<?> context, JournalSettings settings) {
        Instance<WriterMeters> meters = context.getInjectedReference(new TypeLiteral<>() {
        });
        return meters.isResolvable() ? meters.get().of(JournalNames.shown(settings.name()), settings.schema())
                : WriterMeter.NONE;
    }

    /**
     * Makes what applications inject.
     *
     * @param name the journal's name
     * @param executor runs what waits for answers and frames
     */
    public Function<SyntheticCreationalContext<Journal>, Journal> journal(String name, Executor executor) {
        return context -> new JournalImpl(context.getInjectedReference(JournalNode.class, JournalQualifier.of(name)),
                context.getInjectedReference(ObjectMapper.class), executor);
    }

    /** Makes a publisher for where the application injects it: the qualifier's value does not bind, and is read there. */
    public Function<SyntheticCreationalContext<EventPublisher>, EventPublisher> publisher(String name) {
        return context -> {
            InjectionPoint point = context.getInjectedReference(InjectionPoint.class);
            for (Annotation qualifier : point.getQualifiers()) {
                if (qualifier instanceof Topic topic) {
                    return context.getInjectedReference(Journal.class, JournalQualifier.of(name)).publisher(topic.value());
                }
            }
            throw new IllegalStateException("An EventPublisher was looked up without a topic, by " + point
                    + ": give the qualifier @Topic(\"…\"), or call Journal.publisher(\"…\")");
        };
    }

    /**
     * Asks for a node now: what is wrong with it stops the application's start, not its first user.
     * <p>
     * Shutdown tasks run in the reverse order of their registration. HTTP and the observers of the shutdown event register
     * theirs later, so they may publish to the very end; the container, with its datasource, registered earlier.
     */
    public void start(String name, BeanContainer beans, ShutdownContext shutdown) {
        shutdown.addShutdownTask(beans.beanInstance(JournalNode.class, JournalQualifier.of(name))::close);
    }
}
