package io.quarkiverse.journal.runtime.sequence;

import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.journal.TopicClosedException;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.publish.ClosedTopics;
import io.quarkiverse.journal.runtime.publish.Submission;
import io.quarkiverse.journal.runtime.publish.WriterQueue;

/**
 * Sorts out what was queued for topics that take no more events.
 * <p>
 * Used by the writer's thread.
 */
final class LateEvents {

    private static final Logger LOG = Logger.getLogger(LateEvents.class);

    private final WriterQueue queue;
    private final ClosedTopics closedTopics;

    LateEvents(WriterQueue queue, ClosedTopics closedTopics) {
        this.queue = queue;
        this.closedTopics = closedTopics;
    }

    /**
     * Refuses what is of closed topics. Among others, what has an id that its publisher gave is left: by itself it may turn out
     * to be there already.
     *
     * @param batch all in flight; a submission is of one topic
     * @param closed why each of the topics takes no more
     * @return the rest, in its order
     */
    List<Submission> refuse(List<Submission> batch, List<TopicClosedException> closed) {
        List<Submission> rest = batch;
        for (TopicClosedException cause : closed) {
            cause.end().ifPresent(end -> closedTopics.ended(cause.topic(), end));
            rest = refuse(rest, cause);
        }
        return rest;
    }

    private List<Submission> refuse(List<Submission> batch, TopicClosedException cause) {
        List<Submission> rest = new ArrayList<>();
        List<Submission> late = new ArrayList<>();
        long unattended = 0;
        for (Submission submission : batch) {
            if (submission.events().get(0).topic().equals(cause.topic())
                    && (batch.size() == 1 || submission.events().stream().noneMatch(EventData::idGiven))) {
                late.add(submission);
                unattended += submission.isAttended() ? 0 : submission.events().size();
            } else {
                rest.add(submission);
            }
        }
        if (unattended > 0) {
            LOG.warnf("%d published event(s) came too late and are lost: %s", unattended, cause.getMessage());
        }
        queue.refused(late, cause);
        late.forEach(submission -> submission.fail(cause));
        return rest;
    }
}
