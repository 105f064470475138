package io.quarkiverse.journal.deployment.channels;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;

/** Enters what it gets into a table of its own, with troubles. */
@ApplicationScoped
public class Ledger {

    /** Roll back once, each in its way. */
    static final int THROWS = 3;
    static final int ROLLS_BACK_SILENTLY = 5;
    static final int IS_TAKEN_OVER = 7;

    private final Set<Integer> troubled = ConcurrentHashMap.newKeySet();

    @Inject
    AgroalDataSource dataSource;

    @Inject
    TransactionManager transactions;

    void create(@Observes @jakarta.annotation.Priority(1) StartupEvent event) {
        execute("CREATE TABLE ledger (number integer, checkpoint bigint)");
    }

    @Incoming("ledger")
    @Transactional
    void enter(int number) throws Exception {
        execute("INSERT INTO ledger VALUES (" + number
                + ", (SELECT position FROM journal.consumer WHERE name = 'shop.ledger'))");
        boolean first = troubled.add(number);
        if (first && number == THROWS) {
            throw new IllegalStateException("the first time");
        }
        if (first && number == ROLLS_BACK_SILENTLY) {
            transactions.setRollbackOnly();
        }
        if (first && number == IS_TAKEN_OVER) {
            QuarkusTransaction.suspendingExisting().run(() -> execute(
                    "UPDATE journal.consumer SET fence = fence + 1, leased_until = '-infinity' WHERE name = 'shop.ledger'"));
        }
    }

    @Incoming("careless")
    @io.smallrye.reactive.messaging.annotations.Blocking
    void withoutTransaction(int number) {
        execute("SELECT 1");
    }

    void execute(String sql) {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long number(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
