package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/**
 * Whatever comes over the network is answered with what the contract has for it: nothing that is refused is stored, nothing of
 * the
 * server's inside is told, and nothing is an error of the server's. {@code -Djournal.fuzz.seed} repeats a run,
 * {@code -Djournal.fuzz.inputs} makes a longer one.
 */
@Timeout(300)
class HttpFuzzTest {

    private static final Logger LOG = Logger.getLogger(HttpFuzzTest.class);

    private static final int INPUTS = Integer.getInteger("journal.fuzz.inputs", 20_000);
    private static final long LONGEST_SECONDS = 60;
    private static final Pattern INSIDES = Pattern
            .compile("Exception|\\bat [a-z]+\\.[a-z.]+[A-Za-z.$]*\\(|io\\.quarkiverse|io\\.vertx|"
                    + "java\\.|com\\.fasterxml|org\\.postgresql|SQLSTATE|SELECT |INSERT ", Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNT = Pattern.compile("^\\{\"count\":([0-9]+),");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.openWithoutLook()
            .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, JournalClient.class,
                    EventStream.class, RawConnection.class, RawResponse.class, FuzzedRequests.class))
            .overrideConfigKey("quarkus.journal.publish.max-payload-size", "4K")
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.SEVERE.intValue())
            .assertLogRecords(records -> assertThat(records).as("errors in the log").isEmpty());

    @TestHTTPResource
    URI server;

    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private RawConnection connection;
    private boolean used;

    @Test
    void onlyTheDocumentedAnswersAndNothingStoredThatWasRefused() {
        long seed = Long.getLong("journal.fuzz.seed", System.nanoTime());
        FuzzedRequests requests = new FuzzedRequests(seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        long stored = 0;
        int tried = 0;
        connection = new RawConnection(server);
        while (tried < INPUTS && System.nanoTime() < end) {
            FuzzedRequests.Request request = requests.next();
            tried++;
            try {
                stored += check(request);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Input " + tried + " of seed " + seed + ": " + request, e);
            }
        }
        connection.close();
        LOG.infof("Fuzzed with seed %d: %d inputs, answers %s, %d events stored", seed, tried, statuses, stored);

        String all = new JournalClient(server).get("journal/events", "Accept", JournalClient.NDJSON).body();
        assertThat(all.lines().count()).as("events in the journal, seed " + seed).isEqualTo(stored);
        assertThat(statuses.keySet()).contains(200, 201, 400, 404, 405, 406, 413, 415, 422);
    }

    private RawResponse exchange(FuzzedRequests.Request request) {
        try {
            connection.send(request.bytes());
            if (!request.whole()) {
                connection.endOfOutput();
            }
        } catch (UncheckedIOException e) {
            // It has answered before it has read all, and closed the connection.
        }
        return RawResponse.read(connection, request.isHead());
    }

    /** Returns how many events it stored. */
    private long check(FuzzedRequests.Request request) {
        RawResponse response = exchange(request);
        if (response == null && request.whole() && used) {
            // The server may close a connection behind any answer, also while the next request is on its way.
            connection.close();
            connection = new RawConnection(server);
            response = exchange(request);
        }
        used = true;
        if (!request.whole() || response == null || response.closes()) {
            connection.close();
            connection = new RawConnection(server);
            used = false;
        }
        if (response == null) {
            // What is no HTTP may get no answer.
            assertThat(request.whole()).as("answered").isFalse();
            return 0;
        }
        statuses.merge(response.status(), 1, Integer::sum);
        assertThat(response.status()).isBetween(200, 499);
        if (response.status() < 400) {
            assertThat(response.status()).isIn(200, 201, 204);
            Matcher count = COUNT.matcher(response.body());
            return response.status() == 201 && count.find() ? Long.parseLong(count.group(1)) : 0;
        }
        assertThat(INSIDES.matcher(response.body()).find()).as("insides in: " + response.body()).isFalse();
        return 0;
    }
}
