package io.quarkiverse.journal.runtime.store;

import java.sql.SQLException;

/**
 * Events of committed transactions that were put aside, since the event table refuses them.
 *
 * @param count how many
 * @param topic the topic of the first one
 * @param id its id
 * @param cause why it is refused
 * @param table where they are now
 */
public record SetAside(int count, String topic, String id, SQLException cause, String table) {
}
