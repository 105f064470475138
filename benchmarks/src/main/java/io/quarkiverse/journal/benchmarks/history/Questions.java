package io.quarkiverse.journal.benchmarks.history;

import static io.quarkiverse.journal.benchmarks.history.SkewedEvents.COMMON_CORRELATION;
import static io.quarkiverse.journal.benchmarks.history.SkewedEvents.COMMON_KEY;
import static io.quarkiverse.journal.benchmarks.history.SkewedEvents.COMMON_KIND;
import static io.quarkiverse.journal.benchmarks.history.SkewedEvents.LARGE;
import static io.quarkiverse.journal.benchmarks.history.SkewedEvents.RARE_KEY;
import static io.quarkiverse.journal.benchmarks.history.SkewedEvents.RARE_KIND;
import static io.quarkiverse.journal.benchmarks.history.SkewedEvents.SELDOM_KIND;
import static io.quarkiverse.journal.benchmarks.history.SkewedEvents.SMALL;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is asked of a large topic and of its journal: each filter for what is common, rare and absent. */
final class Questions {

    private Questions() {
    }

    static List<Question> of(long count) {
        long middle = count / 2;
        Instant noon = SkewedEvents.time(middle);
        Instant end = SkewedEvents.time(count);
        String order = SkewedEvents.order(middle);
        return List.of(
                Question.of("topic, first page", LARGE),
                Question.of("topic, middle", LARGE).since(middle),
                Question.of("topic, last page", LARGE).since(count - 60),
                Question.of("topic, backwards from the end", LARGE).backwards(),
                Question.of("topic, backwards from the middle", LARGE).before(middle).backwards(),
                Question.of("time: a minute", LARGE).between(noon, noon.plus(Duration.ofMinutes(1))),
                Question.of("time: an hour", LARGE).between(noon, noon.plus(Duration.ofHours(1))),
                Question.of("time: an hour, backwards", LARGE).between(noon, noon.plus(Duration.ofHours(1))).backwards(),
                Question.of("time: the last hour", LARGE).between(end.minus(Duration.ofHours(1)), null),
                Question.of("time: the second half", LARGE).between(noon, null),
                Question.of("time: the first hour", LARGE).between(null, SkewedEvents.BEGIN.plus(Duration.ofHours(1))),
                Question.of("time: none", LARGE).between(end.plus(Duration.ofDays(1)), null),
                Question.of("time: an hour, rare kind", LARGE).kinds(RARE_KIND).between(noon, noon.plus(Duration.ofHours(1))),
                Question.of("kind: the default one", LARGE).kinds("event"),
                Question.of("kind: common", LARGE).kinds(COMMON_KIND),
                Question.of("kind: common, backwards", LARGE).kinds(COMMON_KIND).backwards(),
                Question.of("kind: rare", LARGE).kinds(RARE_KIND).forRare(),
                Question.of("kind: rare, backwards", LARGE).kinds(RARE_KIND).backwards().forRare(),
                Question.of("kind: rare or seldom", LARGE).kinds(RARE_KIND, SELDOM_KIND),
                Question.of("kind: absent", LARGE).kinds("absent").forRare(),
                Question.of("key: common", LARGE).keys(COMMON_KEY),
                Question.of("key: rare", LARGE).keys(RARE_KEY).forRare(),
                Question.of("key: rare, backwards", LARGE).keys(RARE_KEY).backwards().forRare(),
                Question.of("key: rare or common", LARGE).keys(RARE_KEY, COMMON_KEY),
                Question.of("key: absent", LARGE).keys("absent").forRare(),
                Question.of("correlationId: common", LARGE).correlationIds(COMMON_CORRELATION),
                Question.of("correlationId: rare", LARGE).correlationIds(order).forRare(),
                Question.of("correlationId: absent", LARGE).correlationIds("absent").forRare(),
                Question.of("common key, rare kind", LARGE).keys(COMMON_KEY).kinds(RARE_KIND),
                Question.of("rare key, common kind", LARGE).keys(RARE_KEY).kinds(COMMON_KIND).forRare(),
                Question.of("common correlationId, rare key", LARGE).correlationIds(COMMON_CORRELATION).keys(RARE_KEY)
                        .forRare(),
                Question.of("journal, first page"),
                Question.of("journal, backwards").backwards(),
                Question.of("journal, rare key").keys(RARE_KEY).forRare(),
                Question.of("journal, rare correlationId").correlationIds(order).forRare(),
                Question.of("journal, rare kind").kinds(RARE_KIND).forRare(),
                Question.of("journal, absent kind").kinds("absent").forRare(),
                Question.of("journal, topic=orders", LARGE, LARGE),
                Question.of("small topic", SMALL + ".3").forRare(),
                Question.of("small topic, backwards", SMALL + ".3").backwards().forRare(),
                Question.of("journal, topic=returns.*", SMALL + ".*").forRare(),
                Question.of("journal, topic=returns.* backwards", SMALL + ".*").backwards().forRare(),
                Question.of("journal, topic=returns.* and orders", SMALL + ".*", LARGE),
                Question.of("journal, topic=returns.* rare kind", SMALL + ".*").kinds(RARE_KIND).forRare(),
                Question.of("journal, topic=absent.*", "absent.*").forRare(),
                Question.of("a run of a small topic (no index)", SMALL + ".3").runs("absent"));
    }
}
