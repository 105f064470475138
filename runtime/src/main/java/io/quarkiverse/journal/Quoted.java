package io.quarkiverse.journal;

/**
 * Makes a refused value safe to show: short, and without control characters.
 */
final class Quoted {

    private static final int LONGEST = 80;

    private Quoted() {
    }

    static String of(String value) {
        String shown = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
        StringBuilder safe = new StringBuilder(shown.length());
        shown.chars().forEach(c -> safe.append(c < ' ' || c == 0x7f || Character.isSurrogate((char) c) ? '?' : (char) c));
        return safe.toString();
    }
}
