package io.quarkiverse.journal;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An opaque name of a place: strictly after a position of one history of one journal. URL-safe, and safe to keep for as long as
 * one likes.
 * <p>
 * Cursors of one epoch sort as text in the order of the journal. A cursor of another epoch, or of an event that is not the one
 * at its position any more, is refused by a {@link Gap}, never misread.
 * <p>
 * Layout of version 1, all in lower-case letters and digits: the version {@code 1}; eight characters of epoch; the number of
 * digits of the position as one base-32 digit; the position in base 32; six base-32 digits of check, which tell whether
 * the event at that position is still the same one.
 *
 * @param epoch the journal's epoch
 * @param position the position; 0 is before the first event
 * @param check 30 bits that depend on the event at the position; 0 at position 0
 */
public record Cursor(String epoch, long position, int check) implements Comparable<Cursor> {

    /** How many characters an epoch has. */
    public static final int EPOCH_LENGTH = 8;

    private static final int RADIX = 32;
    private static final int CHECK_LENGTH = 6;
    private static final int CHECK_MASK = (1 << (CHECK_LENGTH * 5)) - 1;
    private static final Pattern FORM = Pattern.compile("1([0-9a-z]{8})([1-9a-d])([0-9a-v]{1,13})([0-9a-v]{6})");

    /**
     * Refuses parts that no cursor has.
     *
     * @param epoch the journal's epoch
     * @param position the position; 0 is before the first event
     * @param check 30 bits that depend on the event at the position; 0 at position 0
     */
    public Cursor {
        Objects.requireNonNull(epoch, "epoch");
        if (epoch.length() != EPOCH_LENGTH || position < 0 || (check & ~CHECK_MASK) != 0) {
            throw new IllegalArgumentException("No cursor: epoch " + epoch + ", position " + position + ", check " + check);
        }
    }

    /**
     * The cursor strictly after an event.
     *
     * @param epoch the journal's epoch
     * @param position the event's position
     * @param eventId the event's id
     * @return the cursor
     */
    public static Cursor after(String epoch, long position, String eventId) {
        // Spread by the golden ratio, so that ids that differ in a few characters differ in the upper bits that are kept.
        return new Cursor(epoch, position, (eventId.hashCode() * 0x9E3779B9) >>> 2);
    }

    /**
     * The cursor before the first event.
     *
     * @param epoch the journal's epoch
     * @return the cursor
     */
    public static Cursor beginning(String epoch) {
        return new Cursor(epoch, 0, 0);
    }

    /**
     * Reads a cursor.
     *
     * @param text what {@link #toString()} gave
     * @return the cursor
     * @throws MalformedStartException when the text is no cursor
     */
    public static Cursor parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || form.group(3).length() != Character.digit(form.group(2).charAt(0), RADIX)
                || (form.group(3).length() > 1 && form.group(3).charAt(0) == '0')) {
            throw new MalformedStartException(text, "this is no cursor", null);
        }
        try {
            return new Cursor(form.group(1), Long.parseLong(form.group(3), RADIX), Integer.parseInt(form.group(4), RADIX));
        } catch (NumberFormatException e) {
            throw new MalformedStartException(text, "this is no cursor", e);
        }
    }

    /**
     * In the order of the journal, for cursors of one epoch.
     */
    @Override
    public int compareTo(Cursor other) {
        return toString().compareTo(other.toString());
    }

    /**
     * The text that {@link #parse} reads.
     *
     * @return the text
     */
    @Override
    public String toString() {
        String digits = Long.toString(position, RADIX);
        String checkDigits = Integer.toString(check, RADIX);
        return "1" + epoch + Character.forDigit(digits.length(), RADIX) + digits
                + "000000".substring(checkDigits.length()) + checkDigits;
    }
}
