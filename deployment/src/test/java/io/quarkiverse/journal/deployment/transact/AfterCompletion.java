package io.quarkiverse.journal.deployment.transact;

import jakarta.transaction.Synchronization;

/** Something to do when a transaction has ended. */
record AfterCompletion(Runnable action) implements Synchronization {

    @Override
    public void beforeCompletion() {
        // Only the time after counts here.
    }

    @Override
    public void afterCompletion(int status) {
        action.run();
    }
}
