package io.quarkiverse.journal.runtime.publish;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.runtime.event.EventData;

/**
 * Tells whether two lists of events are the same as far as their callers are concerned: SHA-256 over what was given, without
 * the ids and times that were not. It is stored, so what goes into it, and how, must stay as it is from release to release.
 * <p>
 * For one list; not thread-safe.
 */
public final class Fingerprint {

    private final MessageDigest digest = sha256();
    private final DataOutputStream out = new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));

    private Fingerprint() {
    }

    /** A new one, or {@code null} when these options need none. */
    public static @Nullable Fingerprint wantedBy(AppendOptions options) {
        return options.idempotencyKey() == null ? null : new Fingerprint();
    }

    /** What was taken in so far, or {@code null} for none. */
    public static byte @Nullable [] of(@Nullable Fingerprint fingerprint) {
        return fingerprint == null ? null : fingerprint.digest.digest();
    }

    /**
     * Takes an event in.
     *
     * @param given as the caller gave it
     * @param encoded what became of it
     */
    public void add(NewEvent given, EventData encoded) {
        try {
            put(given.kind());
            put(given.id());
            // As stored: finer than microseconds is cut off.
            put(given.time() == null ? null : encoded.timeMicros());
            put(given.key());
            put(given.correlationId());
            put(given.index());
            // In an order of their own: that of Map.of is another one in each process.
            out.writeInt(given.headers().size());
            for (Map.Entry<String, String> header : new TreeMap<>(given.headers()).entrySet()) {
                put(header.getKey());
                put(header.getValue());
            }
            put(encoded.payload());
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    private void put(@Nullable String text) throws IOException {
        put(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(@Nullable Long number) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeLong(number);
        }
    }

    private void put(byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
