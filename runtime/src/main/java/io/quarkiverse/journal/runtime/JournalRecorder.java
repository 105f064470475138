package io.quarkiverse.journal.runtime;

import java.util.concurrent.Executor;
import java.util.function.Function;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.transact.OtherTransactions;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.arc.runtime.BeanContainer;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;

/** Starts the journal with the application and closes it with the application. */
@Recorder
public class JournalRecorder {

    private final RuntimeValue<JournalConfig> config;

    @Inject
    public JournalRecorder(RuntimeValue<JournalConfig> config) {
        this.config = config;
    }

    /** Makes the node when it is first asked for. */
    public Function<SyntheticCreationalContext<JournalNode>, JournalNode> node() {
        return context -> JournalNode.start(config.getValue(), context.getInjectedReference(AgroalDataSource.class),
                context.getInjectedReference(ObjectMapper.class),
                context.getInjectedReference(TransactionSynchronizationRegistry.class), others(context), meter(context));
    }

    /** There are some with Hibernate Reactive. */
    private static OtherTransactions others(SyntheticCreationalContext<?> context) {
        Instance<OtherTransactions> others = context.getInjectedReference(new TypeLiteral<>() {
        });
        return others.isResolvable() ? others.get() : OtherTransactions.NONE;
    }

    /** There is none where there are no metrics. */
    private static WriterMeter meter(SyntheticCreationalContext<?> context) {
        Instance<WriterMeter> meters = context.getInjectedReference(new TypeLiteral<>() {
        });
        return meters.isResolvable() ? meters.get() : WriterMeter.NONE;
    }

    /**
     * Makes what applications inject.
     *
     * @param executor runs what waits for answers and frames
     */
    public Function<SyntheticCreationalContext<Journal>, Journal> journal(Executor executor) {
        return context -> new JournalImpl(context.getInjectedReference(JournalNode.class),
                context.getInjectedReference(ObjectMapper.class), executor);
    }

    /**
     * Asks for the node now: what is wrong with it stops the application's start, not its first user.
     * <p>
     * Shutdown tasks run in the reverse order of their registration. HTTP and the observers of the shutdown event register
     * theirs later, so they may publish to the very end; the container, with its datasource, registered earlier.
     */
    public void start(BeanContainer beans, ShutdownContext shutdown) {
        shutdown.addShutdownTask(beans.beanInstance(JournalNode.class)::close);
    }
}
