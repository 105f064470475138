package io.quarkiverse.journal.runtime.schema;

/**
 * A partition of the event table.
 *
 * @param name the table's name
 * @param first its first position
 * @param end the position after its last one
 */
public record Partition(String name, long first, long end) {

    public long last() {
        return end - 1;
    }

    /** Whether it has room for later events. */
    public boolean isOpen(long head) {
        return last() > head;
    }

    /** Whether it is a tenth, or less, of what follows a position. */
    public boolean isSmallAgainst(long head, long position) {
        return (end - first) * 10 <= head - position;
    }
}
