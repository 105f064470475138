package io.quarkiverse.journal.runtime.connector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.postgresql.Driver;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.quarkiverse.journal.messaging.IncomingJournalMetadata;
import io.quarkiverse.journal.runtime.JournalImpl;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.testing.TestNode;
import io.quarkiverse.journal.runtime.transact.OtherTransactions;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.IOThreadDetector;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;

/**
 * A process that consumes a topic in transactions, each of which writes a row, until somebody kills it. Arguments: JDBC URL,
 * user, password, schema.
 */
final class KilledConsumer implements Flow.Subscriber<Message<?>> {

    private final TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
    private final TransactionSynchronizationRegistry registry = new TransactionSynchronizationRegistryImple();
    private final AgroalDataSource dataSource;
    private final String insert;
    private Flow.Subscription subscription;

    private KilledConsumer(String url, String user, String password, String schema) {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier();
        configuration.connectionPoolConfiguration().maxSize(4)
                .transactionIntegration(new NarayanaTransactionIntegration(transactions, registry))
                .connectionFactoryConfiguration().jdbcUrl(url).connectionProviderClass(Driver.class)
                .principal(new NamePrincipal(user)).credential(new SimplePassword(password));
        this.dataSource = new io.agroal.pool.DataSource(configuration.get());
        this.insert = "INSERT INTO " + schema + ".effect VALUES (?)";
    }

    public static void main(String[] arguments) throws InterruptedException {
        BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[0]);
        for (String store : new String[] { null, "communicationStore", "stateStore" }) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreType(VolatileStore.class.getName());
        }
        String schema = arguments[3];
        KilledConsumer consumer = new KilledConsumer(arguments[0], arguments[1], arguments[2], schema);
        JournalNode node = JournalNode.start(
                JournalSettings.ofDefault(TestNode.config(Map.of("quarkus.journal.schema", schema))), consumer.dataSource,
                new ObjectMapper(), consumer.registry, OtherTransactions.NONE, WriterMeter.NONE);
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);
        IncomingSettings settings = TestChannel.settings(Map.of("commit-strategy", "transactional", "lease-ms", "1000"));
        new IncomingChannel(settings, new JournalImpl(node, new ObjectMapper(), executor), node, "killed",
                ((VertxInternal) Vertx.vertx()).createEventLoopContext(), executor, new FailStrategy().create(null))
                .subscribe(consumer);
        // The threads that it waits for at first are daemons.
        Thread.currentThread().join();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(Message<?> message) {
        long position = message.getMetadata(IncomingJournalMetadata.class).orElseThrow().position();
        ContextInternal context = (ContextInternal) message.getMetadata(LocalContextMetadata.class).orElseThrow().context();
        context.executeBlocking((Callable<Void>) () -> {
            enter(position);
            return null;
        }).onComplete(done -> {
            (done.succeeded() ? message.ack() : message.nack(done.cause())).whenComplete((settled, failure) -> {
                if (failure != null) {
                    failure.printStackTrace();
                    Runtime.getRuntime().halt(1);
                }
                subscription.request(1);
            });
        });
    }

    /** What the container's interceptors do around a method that writes a row. */
    private void enter(long position) throws Exception {
        transactions.begin();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setLong(1, position);
            statement.executeUpdate();
            CheckpointMove.present().move(registry);
        } catch (Exception e) {
            transactions.rollback();
            throw e;
        }
        transactions.commit();
    }

    @Override
    public void onError(Throwable failure) {
        failure.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    @Override
    public void onComplete() {
        Runtime.getRuntime().halt(2);
    }
}
