package io.quarkiverse.journal.deployment.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;

import org.assertj.core.api.Assertions;

import io.quarkus.test.QuarkusUnitTest;

/** An application with the journal's HTTP face open and a journal of its own, that has nothing to complain about. */
final class JournalApplication {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private JournalApplication() {
    }

    static QuarkusUnitTest open() {
        return opened(closed());
    }

    /** With a log that the test looks at itself. */
    static QuarkusUnitTest openWithoutLook() {
        return opened(withJournal());
    }

    private static QuarkusUnitTest opened(QuarkusUnitTest application) {
        return application
                .overrideConfigKey("quarkus.journal.http.enabled", "true")
                .overrideConfigKey("quarkus.journal.http.publish-enabled", "true");
    }

    /** As it is when nothing is configured. */
    static QuarkusUnitTest closed() {
        return withJournal()
                .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                        && record.getLoggerName().matches(
                                "io\\.(quarkiverse\\.journal|vertx|netty|quarkus\\.vertx|quarkus\\.runtime\\.shutdown)\\..*"))
                .assertLogRecords(records -> Assertions.assertThat(records).isEmpty());
    }

    private static QuarkusUnitTest withJournal() {
        return new QuarkusUnitTest()
                .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, JournalClient.class,
                        EventStream.class, RawConnection.class, RawResponse.class))
                .overrideConfigKey("quarkus.journal.schema",
                        "h" + Long.toString(System.currentTimeMillis(), 36) + "_" + SCHEMAS.incrementAndGet());
    }
}
