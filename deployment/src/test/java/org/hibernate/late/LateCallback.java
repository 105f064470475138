package org.hibernate.late;

import jakarta.transaction.Synchronization;

/** By its package Quarkus takes it for one of Hibernate, and calls it when all others have had their turn. */
public record LateCallback(Runnable action) implements Synchronization {

    @Override
    public void beforeCompletion() {
        action.run();
    }

    @Override
    public void afterCompletion(int status) {
        // Only the time before counts here.
    }
}
