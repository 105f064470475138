package io.quarkiverse.journal.runtime.http;

/** The query {@code limit}: how many there are at most in an answer. */
final class Limit {

    static final int DEFAULT = 100;
    static final int LARGEST = 1_000;

    private Limit() {
    }

    /**
     * @param otherwise what holds when the query has none
     * @throws RefusedException when it is no number, or out of range
     */
    static long of(Query query, long otherwise) {
        String text = query.single("limit");
        if (text == null) {
            return otherwise;
        }
        boolean digits = !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int limit = digits ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LARGEST) {
            throw new RefusedException(Problem.badRequest(
                    "limit: " + Problem.quote(text) + " is no number between 1 and " + LARGEST));
        }
        return limit;
    }
}
