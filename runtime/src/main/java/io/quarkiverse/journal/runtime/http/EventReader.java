package io.quarkiverse.journal.runtime.http;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonParser;

import io.quarkiverse.journal.NewEvent;

/** Reads the events of one body, in one form. Not thread-safe. */
interface EventReader {

    /**
     * Reads the value whose first token the parser has just read, to its end.
     *
     * @param base where in the body the parser's input begins
     * @param pointer the value's place in the body
     * @return the event, or {@code null} when it has faults, which are noted
     * @throws RefusedException when it cannot be read in this form at all
     */
    @Nullable
    NewEvent read(JsonParser in, int base, String pointer) throws IOException;

    /**
     * Says where a field that is refused comes from.
     *
     * @param pointer the event's place in the body
     * @param field the name of the event's field
     */
    Problem.Fault fault(String pointer, String field, String detail);
}
