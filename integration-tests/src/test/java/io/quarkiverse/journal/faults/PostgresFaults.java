package io.quarkiverse.journal.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import org.jboss.logging.Logger;

/** What happens to PostgreSQL's processes. */
final class PostgresFaults {

    private static final Logger LOG = Logger.getLogger(PostgresFaults.class);
    /** Above a segment of WAL, below a partition. */
    private static final String TABLE_BYTES = Integer.toString(1_500_000);

    /** Finer than what a pause can be, so that moments within a batch are met too. */
    private static final int MOST_NANOS = 100_000_000;

    private final Postgres postgres;
    private final Stop stop;

    PostgresFaults(Postgres postgres, Stop stop) {
        this.postgres = postgres;
        this.stop = stop;
    }

    void kill(Random random) throws InterruptedException {
        postgres.kill(random.nextBoolean());
        stop.pause(random.nextInt(3_000));
        postgres.start();
    }

    void pause(Random random) throws InterruptedException {
        postgres.pause();
        try {
            stop.pause(1_000 + random.nextInt(5_000));
        } finally {
            postgres.goOn();
        }
    }

    /** Files of tables cannot grow; WAL goes on, since PostgreSQL itself ends when that cannot be written. */
    void fillDisk(Random random) throws InterruptedException {
        if (!postgres.limitFiles(TABLE_BYTES)) {
            LOG.info("No full disk: prlimit is not there, or did not work for each process");
        }
        try {
            stop.pause(1_000 + random.nextInt(4_000));
        } finally {
            postgres.limitFiles("unlimited");
        }
    }

    /** Several times at random moments, so that some of them are during a COMMIT. */
    void endSessions(String role, Random random) throws InterruptedException {
        int times = 1 + random.nextInt(8);
        for (int i = 0; i < times; i++) {
            try (Connection connection = postgres.connect();
                    PreparedStatement end = connection.prepareStatement("SELECT pg_terminate_backend(pid) "
                            + "FROM pg_stat_activity WHERE application_name = ? AND random() < 0.7")) {
                end.setString(1, "quarkus-journal " + role);
                LockSupport.parkNanos(random.nextInt(MOST_NANOS));
                end.execute();
            } catch (SQLException e) {
                // Another fault has PostgreSQL: then there is no session to end.
                return;
            }
            stop.pause(random.nextInt(500));
        }
    }
}
