package io.quarkiverse.journal.benchmarks.database;

import java.util.concurrent.Callable;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionManagerImple;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;

import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.narayana.NarayanaTransactionIntegration;

/** JTA transactions as Quarkus sets them up. */
public final class Transactions {

    private final TransactionManager manager;
    private final TransactionSynchronizationRegistry registry;

    public Transactions() {
        // Nothing is ever prepared here, so there is nothing to keep; without this a folder would be made.
        for (String store : new String[] { null, "communicationStore", "stateStore" }) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreType(VolatileStore.class.getName());
        }
        this.manager = new TransactionManagerImple();
        this.registry = new TransactionSynchronizationRegistryImple();
    }

    TransactionIntegration integration() {
        return new NarayanaTransactionIntegration(manager, registry);
    }

    TransactionSynchronizationRegistry registry() {
        return registry;
    }

    /** Does something in a transaction of its own. */
    public <T> T call(Callable<T> work) throws Exception {
        manager.begin();
        boolean done = false;
        try {
            T result = work.call();
            done = true;
            return result;
        } finally {
            if (done) {
                manager.commit();
            } else {
                manager.rollback();
            }
        }
    }

    /** Begins a transaction on this thread, to be left open for a while. */
    public void begin() throws Exception {
        manager.begin();
    }

    public void rollback() throws Exception {
        manager.rollback();
    }
}
