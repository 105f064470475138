package io.quarkiverse.journal.deployment.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer, read byte by byte.
 *
 * @param status its status
 * @param body its body
 * @param closes whether the server closes the connection behind it
 */
record RawResponse(int status, String body, boolean closes) {

    /** Reads one, or returns {@code null} when the server closes the connection instead. */
    static RawResponse read(RawConnection connection, boolean withoutBody) {
        String line = connection.readLine();
        if (line == null) {
            return null;
        }
        int status = Integer.parseInt(line.split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String header = connection.readLine(); header != null && !header.isEmpty(); header = connection.readLine()) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
        }
        boolean closes = "close".equalsIgnoreCase(headers.get("connection"));
        if (withoutBody || status == 204) {
            return new RawResponse(status, "", closes);
        }
        if (headers.containsKey("content-length")) {
            return new RawResponse(status, text(connection.readBytes(Integer.parseInt(headers.get("content-length")))), closes);
        }
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(connection); size > 0; size = chunkSize(connection)) {
                body.writeBytes(connection.readBytes(size));
                connection.readLine();
            }
            connection.readLine();
            return new RawResponse(status, text(body.toByteArray()), closes);
        }
        return new RawResponse(status, connection.readAll(), true);
    }

    private static int chunkSize(RawConnection connection) {
        return Integer.parseInt(connection.readLine(), 16);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
