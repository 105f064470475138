/**
 * The fault suite. {@link io.quarkiverse.journal.faults.FaultsIT} lets real processes publish and read while faults strike,
 * keeps
 * a log of all that callers and readers were told, and holds it against what is in PostgreSQL at the end.
 * <p>
 * A new way to publish is a method of {@code HttpCaller} and a loop of {@code Publishers}; a new fault is a line of
 * {@code Faults}; a new promise is a part of {@code StoredCheck} or {@code ReaderCheck}, with a forged log in
 * {@code CheckerTest} that breaks it.
 */
package io.quarkiverse.journal.faults;
