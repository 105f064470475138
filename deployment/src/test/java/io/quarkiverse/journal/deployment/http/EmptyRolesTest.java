package io.quarkiverse.journal.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class EmptyRolesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = SecuredApplication.open()
            .overrideRuntimeConfigKey("quarkus.journal.http.publish-roles", "")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("quarkus.journal.http.publish-roles is ''"));

    @Test
    void anEmptyListIsNotEverybody() {
        fail("the start must fail");
    }
}
