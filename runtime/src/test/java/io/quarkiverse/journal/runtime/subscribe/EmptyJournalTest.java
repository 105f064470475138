package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Subscribers that were there before anything else: before the first event, and before their topic. */
class EmptyJournalTest {

    @Test
    void theSentinelComesFirstThenWhatIsPublishedLater() {
        try (TestNode node = TestNode.start(RealPostgres.freshSchema())) {
            List<Recorder> recorders = List.of(Recorder.of(node, Subscription.toAll()),
                    Recorder.of(node, Subscription.to("later")), Recorder.of(node, Subscription.to("lat*")),
                    Recorder.of(node, Subscription.to("later").since(Start.latest())),
                    Recorder.of(node, Subscription.to("other", "later").since(Start.after(0))));
            for (Recorder recorder : recorders) {
                assertThat(recorder.caughtUp().position()).isZero();
            }
            node.journal().append("later", 1).await().atMost(Recorder.SOON);
            node.journal().append("later", 2).await().atMost(Recorder.SOON);
            for (Recorder recorder : recorders) {
                recorder.awaitExactly(1, 2, position -> true);
                recorder.cancel();
            }
        }
    }
}
