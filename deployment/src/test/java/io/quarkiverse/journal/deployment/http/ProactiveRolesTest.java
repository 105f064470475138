package io.quarkiverse.journal.deployment.http;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class ProactiveRolesTest extends RolesContract {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = application().overrideConfigKey("quarkus.http.auth.proactive", "true");
}
