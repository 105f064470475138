package io.quarkiverse.journal.runtime.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.quarkiverse.journal.PayloadEncodingException;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * What the check lets pass, PostgreSQL takes and keeps byte for byte: a payload that it refuses would be found out in its
 * batch.
 */
class ServerAgreesTest {

    private static Connection connection;

    @BeforeContainer
    static void connect() throws SQLException {
        connection = RealPostgres.connect();
    }

    @AfterContainer
    static void close() throws SQLException {
        connection.close();
    }

    @Provide
    Arbitrary<String> nearlyJson() {
        Arbitrary<String> token = Arbitraries.of("{}", "[]", "[", "]", ",", ":", "1", "-", "0", ".5", "e9", "E+", "true",
                "null",
                "\"\"", "\"a\"", "\"é😀\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\", "n\"", "\"\u0001\"",
                "\"\u007f\"", " ", "\n", "\t", "\u000b", "\u00a0", "\u2028", "{\"a\":", "}", "\"a\":1", "/**/", "'", "NaN",
                "\"\uffff\"");
        Arbitrary<String> anything = token.list().ofMaxSize(6).map(tokens -> String.join("", tokens));
        Arbitrary<String> inside = token.list().ofMaxSize(3).map(tokens -> "[" + String.join(",", tokens) + "]");
        return Arbitraries.oneOf(token, anything, inside);
    }

    @Property(tries = 3000)
    void withWhatIsLetPass(@ForAll("nearlyJson") String text) throws SQLException {
        byte[] accepted;
        try {
            accepted = JsonCheck.requireOneValue(text.getBytes(StandardCharsets.UTF_8));
        } catch (PayloadEncodingException e) {
            Statistics.collect("refused");
            return;
        }
        Statistics.collect("accepted");
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?::json::text")) {
            statement.setString(1, new String(accepted, StandardCharsets.UTF_8));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                assertThat(row.getBytes(1)).isEqualTo(accepted);
            }
        }
    }

    @Property(tries = 1)
    void withTheDeepestNesting() throws SQLException {
        withWhatIsLetPass("[".repeat(500) + "]".repeat(500));
    }
}
