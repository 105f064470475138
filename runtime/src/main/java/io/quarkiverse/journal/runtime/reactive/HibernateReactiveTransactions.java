package io.quarkiverse.journal.runtime.reactive;

import jakarta.inject.Singleton;

import org.hibernate.reactive.mutiny.Mutiny;

import io.quarkiverse.journal.runtime.transact.OtherTransactions;
import io.vertx.core.impl.ContextInternal;

/**
 * Transactions of Hibernate Reactive. It keeps the session of {@code withTransaction} in the Vert.x context, under a key for
 * each
 * persistence unit; so does {@code @WithTransaction}.
 * <p>
 * Thread-safe.
 */
@Singleton
public class HibernateReactiveTransactions implements OtherTransactions {

    @Override
    public boolean isInTransaction() {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            return false;
        }
        for (Object local : context.localContextData().values()) {
            if (isInTransaction(local)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInTransaction(Object local) {
        if (local instanceof Mutiny.Session session) {
            return session.currentTransaction() != null;
        }
        return local instanceof Mutiny.StatelessSession session && session.currentTransaction() != null;
    }
}
