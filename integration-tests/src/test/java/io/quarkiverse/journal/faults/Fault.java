package io.quarkiverse.journal.faults;

import java.util.Random;

/** Something that goes wrong, and is right again when {@link #strike} returns. */
interface Fault {

    void strike(Random random) throws InterruptedException;
}
