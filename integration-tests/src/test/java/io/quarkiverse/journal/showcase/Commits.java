package io.quarkiverse.journal.showcase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Events in the form in which they are published, as many and as unruly as the commits of a project of ten years: times that
 * go back, repeated keys, scripts of all the world, numbers and spaces that a JSON library would write otherwise. The same in
 * every run. A file of such lines can take their place with {@code -Djournal.data=<path>}.
 */
final class Commits {

    private static final int COUNT = 23_461;
    private static final String[] KEYS = { ".", "doc", "src/core", "src/http", "Übersetzung", "文書" };
    private static final String[] WORDS = { "fix", "the", "queue", "größer", "naïve", "日本語", "🚀", "тест", "\\\"quoted\\\"",
            "\\u00e9scaped", "tab\\there", "<b>&amp;</b>", "line\\nbreak", "{\\\"payload\\\":1}" };
    private static final String[] NUMBERS = { "0", "-0", "1.0", "1.50", "1e3", "6.02E+23", "12345678901234567890",
            "0.1000000000000000055511151231257827" };

    private final Random random = new Random(20121105);
    private final List<String> lines = new ArrayList<>(COUNT);
    private final int[] perAuthor = new int[97];
    private OffsetDateTime time = OffsetDateTime.of(2012, 11, 5, 9, 44, 36, 0, ZoneOffset.ofHours(-8));

    private Commits() {
    }

    static List<String> load() {
        String file = System.getProperty("journal.data");
        if (file == null) {
            return new Commits().generate();
        }
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> generate() {
        for (int i = 0; i < COUNT; i++) {
            int author = random.nextInt(perAuthor.length);
            // One in five lies before its predecessor, some at the same time
            time = time.plusSeconds(random.nextInt(5) == 0 ? -random.nextInt(4_000) : random.nextInt(20_000));
            lines.add(
                    "{\"kind\":\"%s\",\"time\":\"%s\",\"key\":\"%s\",\"correlationId\":\"author-%d\",\"index\":%d,\"payload\":%s}"
                            .formatted(random.nextInt(20) == 0 ? "merge" : "commit", time, pick(KEYS), author,
                                    perAuthor[author]++,
                                    payload(i)));
        }
        return lines;
    }

    private String payload(int i) {
        String parents = IntStream.range(0, random.nextInt(3)).mapToObj(p -> "\"" + sha(i - 1 - p) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        String subject = IntStream.range(0, 1 + random.nextInt(12)).mapToObj(w -> pick(WORDS)).collect(Collectors.joining(" "));
        return random.nextInt(50) == 0 ? "\"" + subject + "\""
                : "{\"sha\":\"%s\", \"parents\":%s,\"subject\":\"%s\",\"stats\" : {\"added\":%s,\"deep\":[[%s],{\"ratio\":%s}]}}"
                        .formatted(sha(i), parents, subject, pick(NUMBERS), random.nextBoolean(), pick(NUMBERS));
    }

    private static String sha(int i) {
        return "%012x".formatted(i * 0x9E3779B97F4AL & 0xFFFF_FFFF_FFFFL);
    }

    private String pick(String[] values) {
        return values[random.nextInt(values.length)];
    }
}
