package io.quarkiverse.journal.showcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;

/** A native executable is tested by the integration tests alone: what has no twin there is not tested on it. */
class TwinsTest {

    @Test
    void everyQuarkusTestHasItsIntegrationTest() throws Exception {
        List<Class<?>> tests = testClasses().stream().filter(c -> c.isAnnotationPresent(QuarkusTest.class)
                && !c.isAnnotationPresent(QuarkusIntegrationTest.class)).toList();
        assertThat(tests).isNotEmpty();
        for (Class<?> test : tests) {
            Class<?> twin = Class.forName(test.getName().replaceFirst("Test$", "IT"));
            assertThat(twin).hasAnnotation(QuarkusIntegrationTest.class);
            assertThat(twin.getSuperclass()).isEqualTo(test);
        }
    }

    private static List<Class<?>> testClasses() throws IOException, URISyntaxException, ClassNotFoundException {
        Path folder = Path.of(TwinsTest.class.getResource("TwinsTest.class").toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.class")).map(name -> name.replace(".class", "")).toList();
            List<Class<?>> classes = new ArrayList<>();
            for (String name : names) {
                classes.add(Class.forName(TwinsTest.class.getPackageName() + "." + name));
            }
            return classes;
        }
    }
}
