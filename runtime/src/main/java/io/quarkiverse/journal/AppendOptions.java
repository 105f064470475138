package io.quarkiverse.journal;

import org.jspecify.annotations.Nullable;

/**
 * Conditions on an append, both per topic, both decided under the journal's lock and hence the same on whatever node.
 * <p>
 * <b>Idempotency key.</b> The first append with a key stores its events; the same append again with that key stores nothing and
 * gets the first one's receipt, with {@link Receipt#repeated()} set, whatever has happened to the topic since. A key is
 * remembered for {@code quarkus.journal.idempotency.window}, counted from the append that stored; after that it is a new one.
 * The same key with other events is refused. Events are the same when what the caller gave is the same: the number and order of
 * events, and of each the kind, id, time, key, correlation id, index, headers and the bytes of the encoded payload. Ids and
 * times that the journal makes do not count. So a payload must be encoded to the same bytes each time: {@code Map.of} and
 * {@code Set.of}, whose order changes from process to process, are not.
 * <p>
 * <b>Expected position.</b> The append is refused unless the topic's last event has that position. Of several who expect the
 * same position one wins.
 * <p>
 * With both, the key is looked up first, then the {@linkplain NewEvent#id() ids} that were given, then the position: an append
 * of events that are all stored already is not refused for its position. A key under which nothing was stored is not used up.
 *
 * @param idempotencyKey 1 to 255 visible ASCII characters, or {@code null}
 * @param expectedPosition the position of the topic's last event, 0 when it has none; {@code null} for whatever it is
 */
public record AppendOptions(@Nullable String idempotencyKey, @Nullable Long expectedPosition) {

    private static final int LONGEST_KEY = 255;
    private static final AppendOptions NONE = new AppendOptions(null, null);

    /**
     * Refuses what can be no key and no position.
     *
     * @param idempotencyKey 1 to 255 visible ASCII characters, or {@code null}
     * @param expectedPosition the position of the topic's last event, 0 when it has none; {@code null} for whatever it is
     * @throws IllegalArgumentException when one of them is out of range
     */
    public AppendOptions {
        if (idempotencyKey != null && (idempotencyKey.isEmpty() || idempotencyKey.length() > LONGEST_KEY
                || !idempotencyKey.chars().allMatch(c -> c > ' ' && c < 0x7f))) {
            throw new IllegalArgumentException("An idempotency key must be 1 to " + LONGEST_KEY
                    + " visible ASCII characters; this one has " + idempotencyKey.length() + " characters"
                    + (idempotencyKey.isEmpty() || idempotencyKey.length() > LONGEST_KEY ? "" : ", some of another sort"));
        }
        if (expectedPosition != null && expectedPosition < 0) {
            throw new IllegalArgumentException("An expected position must not be negative, but it is " + expectedPosition
                    + "; 0 stands for a topic without events");
        }
    }

    /**
     * An append without conditions.
     *
     * @return no conditions
     */
    public static AppendOptions none() {
        return NONE;
    }

    /**
     * An append that may be repeated.
     *
     * @param key 1 to 255 visible ASCII characters, chosen by the caller for this append alone
     * @return the options
     */
    public static AppendOptions idempotent(String key) {
        return NONE.withIdempotencyKey(key);
    }

    /**
     * An append that is refused when somebody else was faster.
     *
     * @param position the position of the topic's last event, 0 when it has none
     * @return the options
     */
    public static AppendOptions expecting(long position) {
        return NONE.withExpectedPosition(position);
    }

    /**
     * A copy with this idempotency key.
     *
     * @param key 1 to 255 visible ASCII characters
     * @return the copy
     */
    public AppendOptions withIdempotencyKey(String key) {
        return new AppendOptions(key, expectedPosition);
    }

    /**
     * A copy with this expected position.
     *
     * @param position the position of the topic's last event, 0 when it has none
     * @return the copy
     */
    public AppendOptions withExpectedPosition(long position) {
        return new AppendOptions(idempotencyKey, position);
    }
}
