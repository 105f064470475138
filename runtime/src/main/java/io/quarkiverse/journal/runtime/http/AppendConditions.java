package io.quarkiverse.journal.runtime.http;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.AppendOptions;

/** The headers that make a request to publish repeatable or conditional. */
final class AppendConditions {

    private static final String KEY = "Idempotency-Key";
    private static final String POSITION = "Journal-Expected-Position";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");

    private AppendConditions() {
    }

    /**
     * @throws RefusedException when one of them is malformed, or there twice
     */
    static AppendOptions of(Exchange exchange) {
        AppendOptions options = AppendOptions.none();
        String key = single(exchange, KEY);
        if (key != null) {
            try {
                options = options.withIdempotencyKey(key);
            } catch (IllegalArgumentException e) {
                throw malformed(KEY, String.valueOf(e.getMessage()));
            }
        }
        String position = single(exchange, POSITION);
        return position == null ? options : options.withExpectedPosition(position(position));
    }

    private static @Nullable String single(Exchange exchange, String name) {
        List<String> values = exchange.request().headers().getAll(name);
        if (values.size() > 1) {
            throw malformed(name, "It is there " + values.size() + " times; it may be there once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static long position(String text) {
        if (DIGITS.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // Nineteen digits can be too many: said below.
            }
        }
        throw malformed(POSITION, Problem.quote(text) + " is not a whole number from 0 to " + Long.MAX_VALUE);
    }

    private static RefusedException malformed(String name, String why) {
        return new RefusedException(Problem.badRequest("The header " + name + " is malformed. " + why));
    }
}
