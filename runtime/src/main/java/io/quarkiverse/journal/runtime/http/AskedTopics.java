package io.quarkiverse.journal.runtime.http;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.TopicNames;

/** What a request asks for, as an authorizer gets to see it: well-formed names and beginnings of names, and nothing else. */
final class AskedTopics {

    private static final List<String> ALL = List.of("*");

    private AskedTopics() {
    }

    /**
     * The topics of a request. Who may read the whole journal learns what is wrong with a malformed one, and nobody else.
     *
     * @param topic the topic of the path, or {@code null} for what the query says
     */
    static List<String> of(Endpoint endpoint, @Nullable String topic, @Nullable String query) {
        if (topic != null) {
            return TopicNames.isValid(topic) ? List.of(topic) : ALL;
        }
        List<String> asked;
        try {
            Query read = Query.parse(query);
            asked = endpoint == Endpoint.TOPICS ? read.all("prefix").stream().map(prefix -> prefix + '*').toList()
                    : read.all("topic");
        } catch (RefusedException e) {
            return ALL;
        }
        return asked.isEmpty() || !asked.stream().allMatch(AskedTopics::isNameOrBeginning) ? ALL
                : asked.stream().distinct().toList();
    }

    private static boolean isNameOrBeginning(String asked) {
        return TopicNames.isValid(asked.endsWith("*") ? asked.substring(0, asked.length() - 1) : asked);
    }
}
