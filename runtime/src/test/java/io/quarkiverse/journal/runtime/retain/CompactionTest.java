package io.quarkiverse.journal.runtime.retain;

import static io.quarkiverse.journal.runtime.retain.Trimming.SMALL;
import static io.quarkiverse.journal.runtime.retain.Trimming.SOON;
import static io.quarkiverse.journal.runtime.retain.Trimming.append;
import static io.quarkiverse.journal.runtime.retain.Trimming.floor;
import static io.quarkiverse.journal.runtime.retain.Trimming.kept;
import static io.quarkiverse.journal.runtime.retain.Trimming.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

class CompactionTest {

    private final String schema = RealPostgres.freshSchema();

    @Test
    void theLastEventOfEachKeyStaysAndHolesAreNoGap() {
        try (TestNode node = node(schema, SMALL, "topics.\"state\".compaction", "true", "tail.buffer-size", "2")) {
            for (int round = 0; round < 30; round++) {
                List<NewEvent> events = IntStream.range(0, 50).mapToObj(i -> NewEvent.of(i).withKey("k" + i)).toList();
                node.journal().appendAll("state", events).await().atMost(SOON);
                node.journal().appendAll("other", events).await().atMost(SOON);
            }
            append(node, "state", 5);
            await().atMost(SOON).until(() -> kept(schema, "state") == 55);
            assertThat(kept(schema, "other")).isEqualTo(1_500);
            assertThat(floor(schema, "state")).isZero();

            FrameRecorder reader = FrameRecorder.of(node, Subscription.to("state").since(Start.after(3)));
            assertThat(reader.gaps()).isEmpty();
            assertThat(reader.positions()).hasSize(55).startsWith(2_901L).endsWith(3_005L);
            assertThat(FrameRecorder.of(node, Subscription.toAll().since(Start.after(3))).gaps()).isEmpty();

            node.journal().appendAll("state", List.of(NewEvent.of("new").withKey("k7")), AppendOptions.expecting(3_005)).await()
                    .atMost(SOON);
            await().atMost(SOON).until(() -> kept(schema, "state") == 55
                    && RealPostgres.number("SELECT max(position) FROM " + schema + ".event") == 3_006);
        }
    }
}
