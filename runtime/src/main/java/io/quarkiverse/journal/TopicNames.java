package io.quarkiverse.journal;

import java.util.regex.Pattern;

/**
 * The grammar of topics' names, in one place for the build, the API and HTTP.
 */
public final class TopicNames {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    private TopicNames() {
    }

    /**
     * Tells whether a topic may have this name.
     *
     * @param name the name
     * @return whether it is well formed
     */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
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
