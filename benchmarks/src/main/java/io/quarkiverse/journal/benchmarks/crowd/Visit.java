package io.quarkiverse.journal.benchmarks.crowd;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * A request for a stream.
 *
 * @param after the position before the first event that may come, or -1 when any may be the first
 */
public record Visit(InetSocketAddress address, String request, long after) {

    public static Visit sse(URI stream, long after) {
        return of(stream, "text/event-stream", "", after);
    }

    /**
     * @param headers further lines of the request, each with its end
     */
    public static Visit of(URI stream, String mediaType, String headers, long after) {
        String path = stream.getRawPath() + (stream.getRawQuery() == null ? "" : "?" + stream.getRawQuery());
        return new Visit(new InetSocketAddress(stream.getHost(), stream.getPort()),
                "GET " + path + " HTTP/1.1\r\nHost: " + stream.getAuthority() + "\r\nAccept: " + mediaType + "\r\n" + headers
                        + "\r\n",
                after);
    }
}
