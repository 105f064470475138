package io.quarkiverse.journal.runtime.connector;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.reactive.messaging.SubscriberDecorator;

/**
 * Notes on each message to the journal in which transaction it was sent, while the caller's thread still has it. An operator of
 * its own: the functions of the usual ones run with the context in which they were made, which has no transaction.
 */
@ApplicationScoped
public class CallersTransactions implements SubscriberDecorator {

    /** Before the decorator of Quarkus that clears the context, which has -100. */
    private static final int FIRST = -1000;

    private final JournalConnector connector;
    private final TransactionManager transactions;

    CallersTransactions(@Connector(JournalConnector.NAME) JournalConnector connector, TransactionManager transactions) {
        this.connector = connector;
        this.transactions = transactions;
    }

    @Override
    public Multi<? extends Message<?>> decorate(Multi<? extends Message<?>> sent, List<String> channels, boolean isConnector) {
        return isConnector && connector.joinsTransactions(channels.get(0)) ? new Noting(sent, transactions) : sent;
    }

    @Override
    public int getPriority() {
        return FIRST;
    }

    private static final class Noting extends AbstractMultiOperator<Message<?>, Message<?>> {

        private final TransactionManager transactions;

        Noting(Multi<? extends Message<?>> upstream, TransactionManager transactions) {
            super(upstream);
            this.transactions = transactions;
        }

        @Override
        public void subscribe(MultiSubscriber<? super Message<?>> downstream) {
            upstream.subscribe().withSubscriber(new NotingProcessor(downstream, transactions));
        }
    }

    private static final class NotingProcessor extends MultiOperatorProcessor<Message<?>, Message<?>> {

        private final TransactionManager transactions;

        NotingProcessor(MultiSubscriber<? super Message<?>> downstream, TransactionManager transactions) {
            super(downstream);
            this.transactions = transactions;
        }

        @Override
        public void onItem(Message<?> message) {
            try {
                Transaction present = transactions.getTransaction();
                // A callback of one that has committed is in none any more.
                super.onItem(present == null || present.getStatus() == Status.STATUS_COMMITTED ? message
                        : message.addMetadata(new CallersTransaction(transactions, present)));
            } catch (SystemException e) {
                super.onFailure(e);
            }
        }
    }
}
