package io.quarkiverse.journal.runtime.observe;

/**
 * Hears how the writer's batches went, on the writer's thread, once for each batch. What the node knows anyway is not told
 * here:
 * it can be asked for at any time.
 */
@FunctionalInterface
public interface WriterMeter {

    /** Nobody wants to know. */
    WriterMeter NONE = batch -> {
    };

    void committed(BatchMeasures batch);
}
