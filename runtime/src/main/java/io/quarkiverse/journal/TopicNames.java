package io.quarkiverse.journal;

/**
 * The grammar of topics' names, in one place for the build, the API and HTTP.
 */
public final class TopicNames {

    private static final int LONGEST = 200;

    private TopicNames() {
    }

    /**
     * Tells whether a topic may have this name.
     *
     * @param name the name
     * @return whether it is well formed
     */
    public static boolean isValid(String name) {
        if (name.isEmpty() || name.length() > LONGEST || !isLetterOrDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    /**
     * Returns the name if a topic may have it.
     *
     * @param name the name
     * @return the same name
     * @throws InvalidTopicException when it is not well formed
     */
    public static String require(String name) {
        if (!isValid(name)) {
            throw new InvalidTopicException(name);
        }
        return name;
    }
}
