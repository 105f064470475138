package io.quarkiverse.journal.runtime.retain;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.Gap;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.TestNode;

/** Everything that a reader is given up to its sentinel. */
record FrameRecorder(List<Frame> frames) {

    private static final Duration SOON = Duration.ofSeconds(30);

    static FrameRecorder of(TestNode node, Subscription subscription) {
        return new FrameRecorder(
                node.journal().subscribe(subscription.untilCaughtUp()).collect().asList().await().atMost(SOON));
    }

    List<Gap> gaps() {
        return frames.stream().filter(Gap.class::isInstance).map(Gap.class::cast).toList();
    }

    List<Long> positions() {
        return frames.stream().filter(Event.class::isInstance).map(frame -> ((Event) frame).position()).toList();
    }
}
