package io.quarkiverse.journal.runtime.connector;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionSynchronizationRegistry;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.JournalException;
import io.smallrye.mutiny.Uni;

/**
 * Moves the checkpoint as the last thing in the transaction of a method that processes a message: inside of the interceptor
 * that
 * begins and commits it, so that both happen or none, and late, so that the consumer's row is locked briefly.
 */
@MovesCheckpoint
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 210) // Those of transactions have 200.
public class CheckpointInterceptor {

    private final TransactionSynchronizationRegistry transactions;

    CheckpointInterceptor(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    @AroundInvoke
    @Nullable
    Object move(InvocationContext call) throws Exception {
        CheckpointMove move = CheckpointMove.present();
        Object result = call.proceed();
        if (move == null) {
            return result;
        }
        if (result instanceof Uni || result instanceof CompletionStage || result instanceof Flow.Publisher) {
            throw new JournalException("The method " + call.getMethod().getName() + " of "
                    + call.getMethod().getDeclaringClass().getName() + " is asynchronous, so its checkpoint cannot move in its "
                    + "transaction: with commit-strategy=transactional let it return when its work is done");
        }
        move.move(transactions);
        return result;
    }
}
