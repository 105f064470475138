package io.quarkiverse.journal.faults;

import java.util.List;

/**
 * All that one reader got: its subscriptions, one after the other, each resumed where the one before broke off.
 *
 * @param name the reader
 * @param topic what it reads, or {@code null} for the whole journal
 */
record ReaderLog(String name, String topic, List<FrameLog> subscriptions) {
}
