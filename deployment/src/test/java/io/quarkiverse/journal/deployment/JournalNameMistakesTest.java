package io.quarkiverse.journal.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.journal.Journal;
import io.quarkiverse.journal.JournalName;
import io.quarkus.test.QuarkusUnitTest;

class JournalNameMistakesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClass(Desk.class))
            .overrideConfigKey("quarkus.journal.\"a/b\".schema", "x")
            .assertException(failure -> assertThat(failure)
                    .hasMessageContaining("'no name' is no name of a journal").hasMessageContaining("'a/b'")
                    .hasMessageContaining("'http'").hasMessageContaining("for example 'audit'"));

    @Test
    void theBuildFails() {
        fail("The application must not be built");
    }

    @Singleton
    static class Desk {

        @Inject
        @JournalName("no name")
        Journal spaced;

        @Inject
        @JournalName("http")
        Journal taken;
    }
}
