package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class RolesWithoutSecurityTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = JournalApplication.open()
            .overrideRuntimeConfigKey("quarkus.journal.http.read-roles", "reader")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("quarkus.journal.http.read-roles is [reader]")
                    .hasStackTraceContaining("quarkus-security"));

    @Test
    void rolesThatNobodyLooksAtStopTheStart() {
        fail("the start must fail");
    }
}
