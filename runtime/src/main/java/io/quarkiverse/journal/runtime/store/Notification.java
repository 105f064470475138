package io.quarkiverse.journal.runtime.store;

/**
 * What a NOTIFY of the journal says.
 *
 * @param head a head of the journal
 * @param writer the writer that tells of it
 */
public record Notification(long head, String writer) {

    static String text(long head, String writer) {
        return head + " " + writer;
    }

    /**
     * Reads a notification. Anyone may notify on any channel: what is not ours counts as a head of 0, a mere hint to look.
     */
    public static Notification parse(String text) {
        int space = text.indexOf(' ');
        try {
            return new Notification(Long.parseLong(text.substring(0, Math.max(0, space))), text.substring(space + 1));
        } catch (NumberFormatException e) {
            return new Notification(0, "");
        }
    }
}
