package io.quarkiverse.journal.runtime.publish;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.journal.Receipt;
import io.quarkiverse.journal.runtime.event.EventData;

/** Submissions for tests of the queue. */
final class Submissions {

    private Submissions() {
    }

    static Submission one(String id) {
        return Submission.unattended(event(id));
    }

    static Submission awaited(String id, CompletableFuture<Receipt> answer) {
        return Submission.attended(List.of(event(id)), answer);
    }

    static Submission of(int events) {
        return Submission.attended(Collections.nCopies(events, event("many")), new CompletableFuture<>());
    }

    static EventData event(String id) {
        return new EventData("t", "event", id, 0, null, null, null, null, null, null, new byte[] { '1' });
    }

    static List<String> ids(List<Submission> batch) {
        return batch.stream().map(submission -> submission.events().get(0).id()).toList();
    }
}
