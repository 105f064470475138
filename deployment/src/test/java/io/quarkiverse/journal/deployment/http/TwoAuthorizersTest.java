package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.spi.JournalAccess;
import io.quarkiverse.journal.spi.JournalAuthorizer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;

class TwoAuthorizersTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .withApplicationRoot(archive -> archive.addClasses(JournalApplication.class, Strict.class, Lax.class))
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("There are 2 beans of the type JournalAuthorizer")
                    .hasStackTraceContaining("Strict").hasStackTraceContaining("Lax")
                    .hasStackTraceContaining("@Alternative"));

    @Singleton
    static class Strict implements JournalAuthorizer {

        @Override
        public Uni<Boolean> isAllowed(JournalAccess access, Context context) {
            return Uni.createFrom().item(false);
        }
    }

    @Singleton
    static class Lax implements JournalAuthorizer {

        @Override
        public Uni<Boolean> isAllowed(JournalAccess access, Context context) {
            return Uni.createFrom().item(true);
        }
    }

    @Test
    void onlyOneCanDecide() {
        fail("the build must fail");
    }
}
