package io.quarkiverse.journal.deployment.transact;

import jakarta.transaction.Synchronization;

/** Something to do when a transaction is about to commit. */
record BeforeCompletion(Runnable action) implements Synchronization {

    @Override
    public void beforeCompletion() {
        action.run();
    }

    @Override
    public void afterCompletion(int status) {
        // Only the time before counts here.
    }
}
