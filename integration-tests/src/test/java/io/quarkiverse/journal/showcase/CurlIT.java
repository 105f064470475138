package io.quarkiverse.journal.showcase;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the application as it is delivered. */
@QuarkusIntegrationTest
class CurlIT extends CurlTest {
}
