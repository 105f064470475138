package io.quarkiverse.journal.deployment.transact;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Makes a transaction need two phases, and does something between them, when the other one is in doubt. */
final class SecondResource implements XAResource {

    /** What to do in the first phase. */
    @FunctionalInterface
    interface Vote {

        boolean cast();
    }

    private final Vote vote;

    SecondResource(Vote vote) {
        this.vote = vote;
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        if (!vote.cast()) {
            throw new XAException(XAException.XA_RBROLLBACK);
        }
        return XA_OK;
    }

    @Override
    public void start(Xid xid, int flags) {
        // It keeps nothing.
    }

    @Override
    public void end(Xid xid, int flags) {
        // It keeps nothing.
    }

    @Override
    public void commit(Xid xid, boolean onePhase) {
        // It keeps nothing.
    }

    @Override
    public void rollback(Xid xid) {
        // It keeps nothing.
    }

    @Override
    public void forget(Xid xid) {
        // It keeps nothing.
    }

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
