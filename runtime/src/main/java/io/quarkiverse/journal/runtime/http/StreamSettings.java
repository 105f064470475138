package io.quarkiverse.journal.runtime.http;

import java.time.Duration;

/**
 * What holds for all streams of the node.
 *
 * @param heartbeat after how long without a frame a stream gets a heartbeat
 * @param compressing whether the HTTP server compresses responses that do not forbid it
 */
record StreamSettings(Duration heartbeat, boolean compressing) {

    /** A stream that has nothing to say but heartbeats is not idle: they come at least twice before the server would cut it. */
    static StreamSettings of(Duration heartbeat, Duration idleTimeout, boolean compressing) {
        Duration half = idleTimeout.dividedBy(2);
        return new StreamSettings(half.isZero() || half.isNegative() || heartbeat.compareTo(half) < 0 ? heartbeat : half,
                compressing);
    }
}
