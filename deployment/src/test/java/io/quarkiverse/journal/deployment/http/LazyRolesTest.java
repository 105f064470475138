package io.quarkiverse.journal.deployment.http;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class LazyRolesTest extends RolesContract {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = application().overrideConfigKey("quarkus.http.auth.proactive", "false");
}
