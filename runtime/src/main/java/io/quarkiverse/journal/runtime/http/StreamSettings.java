package io.quarkiverse.journal.runtime.http;

import java.time.Duration;

/**
 * What holds for all streams of the node.
 *
 * @param heartbeat after how long without a frame a stream gets a heartbeat
 * @param compressing whether the HTTP server compresses responses that do not forbid it
 */
record StreamSettings(Duration heartbeat, boolean compressing) {
}
