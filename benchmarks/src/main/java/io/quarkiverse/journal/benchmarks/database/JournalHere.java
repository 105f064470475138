package io.quarkiverse.journal.benchmarks.database;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.pool.DataSource;
import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.runtime.JournalImpl;
import io.quarkiverse.journal.runtime.JournalNode;
import io.quarkiverse.journal.runtime.config.JournalConfig;
import io.quarkiverse.journal.runtime.config.JournalSettings;
import io.quarkiverse.journal.runtime.observe.WriterMeter;
import io.quarkiverse.journal.runtime.transact.OtherTransactions;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.IOThreadDetector;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.context.SmallRyeContextManagerProvider;

/** A node of the journal in this process, as an application has it, with its default settings. */
public final class JournalHere implements AutoCloseable {

    private static final int CONNECTIONS = 16;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final AgroalDataSource application;
    private final JournalNode node;
    private final Journal journal;

    public JournalHere(Database database, String schema) {
        this(database, schema, null);
    }

    /**
     * @param transactions what transactions the application has
     */
    public JournalHere(Database database, String schema, @Nullable Transactions transactions) {
        // Quarkus sets this when it starts: there is no event loop here.
        BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[0]);
        // So does it this: made by several threads at once, it fails.
        SmallRyeContextManagerProvider.getManager();
        this.application = pool(database, transactions);
        ObjectMapper mapper = new ObjectMapper();
        this.node = JournalNode.start(JournalSettings.ofDefault(config(schema)), application, mapper,
                transactions == null ? null : transactions.registry(), OtherTransactions.NONE, WriterMeter.NONE);
        this.journal = new JournalImpl(node, mapper, executor);
    }

    private static AgroalDataSource pool(Database database, @Nullable Transactions transactions) {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier();
        if (transactions != null) {
            configuration.connectionPoolConfiguration().transactionIntegration(transactions.integration());
        }
        configuration.connectionPoolConfiguration().maxSize(CONNECTIONS).connectionFactoryConfiguration()
                .jdbcUrl(database.url())
                .connectionProviderClass(Driver.class)
                .principal(new NamePrincipal(Database.USER))
                .credential(new SimplePassword(Database.PASSWORD));
        return new DataSource(configuration.get());
    }

    private static JournalConfig config(String schema) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(Map.of("quarkus.journal.schema", schema), "benchmarks", 100))
                .withMapping(JournalConfig.class, "quarkus.journal")
                .build()
                .getConfigMapping(JournalConfig.class, "quarkus.journal");
    }

    /** The application's own datasource. */
    public AgroalDataSource application() {
        return application;
    }

    public Journal journal() {
        return journal;
    }

    @Override
    public void close() {
        node.close();
        application.close();
        executor.shutdown();
    }
}
