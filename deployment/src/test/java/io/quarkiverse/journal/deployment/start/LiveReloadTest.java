package io.quarkiverse.journal.deployment.start;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.deployment.devservices.WithoutContainerRuntime;
import io.quarkus.test.QuarkusDevModeTest;

@WithoutContainerRuntime
class LiveReloadTest {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(archive -> archive.addClass(ReloadedResource.class));

    @Test
    void theJournalGoesOnAfterAReloadWithTheSameServer() {
        String server = get("/reloaded/server").asString();
        assertThat(post("/reloaded").asString()).isEqualTo("first at 1");

        APPLICATION.modifySourceFile(ReloadedResource.class, source -> source.replace("first at ", "second at "));

        assertThat(post("/reloaded").asString()).isEqualTo("second at 2");
        assertThat(get("/reloaded/server").asString()).isEqualTo(server);
        assertThat(get("/reloaded/writers").asString()).isEqualTo("1");
    }
}
