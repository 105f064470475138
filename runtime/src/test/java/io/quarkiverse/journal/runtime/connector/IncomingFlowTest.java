package io.quarkiverse.journal.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.CaughtUp;
import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.Event;
import io.quarkiverse.journal.RawJson;
import io.quarkiverse.journal.runtime.consume.ProcessedPrefix;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class IncomingFlowTest {

    private final ProcessedPrefix prefix = new ProcessedPrefix();
    private long position;

    private Event event() {
        Cursor cursor = new Cursor("abcdefgh", ++position, 0);
        return new Event(position, cursor, "id", "t", "event", Instant.EPOCH, null, null, null, null, null, Map.of(),
                new RawJson("1"));
    }

    private boolean arrive(IncomingFlow flow) {
        Event event = event();
        return flow.arrived(event, prefix.received(event.cursor()));
    }

    /**
     * Whatever happens in whatever order: never more held than the limit, never more given than asked for, in order, each once.
     */
    @Property
    void boundsOrderAndNoLoss(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int limit,
            @ForAll @IntRange(min = 1, max = 4) int batch, @ForAll @IntRange(min = 1, max = 5) int outstanding) {
        IncomingFlowTest test = new IncomingFlowTest();
        Random random = new Random(seed);
        int most = Math.max(limit, 2 * batch);
        IncomingFlow flow = new IncomingFlow(most, batch, outstanding);
        List<Delivery> open = new ArrayList<>();
        List<Long> settled = new ArrayList<>();
        long asked = 0;
        long demanded = 0;
        int given = 0;
        for (int i = 0; i < 300; i++) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    flow.demand(2);
                    demanded += 2;
                }
                case 1 -> asked += flow.ask();
                case 2 -> {
                    if (asked > 0) {
                        asked--;
                        test.arrive(flow);
                    }
                }
                case 3 -> {
                    if (!open.isEmpty()) {
                        Delivery one = open.remove(random.nextInt(open.size()));
                        one.events().forEach(event -> settled.add(event.position()));
                        flow.settled(one);
                    }
                }
                case 4 -> {
                    if (!open.isEmpty() && random.nextInt(4) == 0) {
                        flow.redeliver(open.remove(random.nextInt(open.size())).again(), System.nanoTime());
                    }
                }
                default -> flow.due();
            }
            Delivery next = flow.next();
            while (next != null) {
                given++;
                open.add(next);
                assertThat(next.events()).hasSizeBetween(1, batch);
                next = flow.next();
            }
            assertThat(open).hasSizeLessThanOrEqualTo(outstanding);
            assertThat((long) given).isLessThanOrEqualTo(demanded);
            assertThat(test.position - settled.size() + asked).isLessThanOrEqualTo(most);
        }
        // All that came comes out, exactly once.
        flow.demand(Long.MAX_VALUE);
        flow.ended();
        for (Delivery next = flow.next(); next != null || !open.isEmpty(); next = flow.next()) {
            if (next != null) {
                open.add(next);
            } else {
                Delivery one = open.remove(0);
                one.events().forEach(event -> settled.add(event.position()));
                flow.settled(one);
            }
        }
        assertThat(settled).doesNotHaveDuplicates().hasSize((int) test.position);
        assertThat(flow.completes()).isTrue();
        assertThat(flow.completes()).as("said once").isFalse();
    }

    @Test
    void aBatchIsGivenWhenItIsFullOrDue() {
        IncomingFlow flow = new IncomingFlow(100, 3, 9);
        flow.demand(9);
        flow.ask();
        assertThat(arrive(flow)).isTrue();
        assertThat(arrive(flow)).isFalse();
        assertThat(flow.next()).isNull();
        arrive(flow);
        assertThat(flow.next().events()).extracting(Event::position).containsExactly(1L, 2L, 3L);
        arrive(flow);
        assertThat(flow.next()).isNull();
        flow.due();
        assertThat(flow.next().events()).extracting(Event::position).containsExactly(4L);
        flow.due();
        arrive(flow);
        assertThat(flow.next()).as("nothing was due").isNull();
    }

    @Test
    void theSentinelEndsABatchAndComesAlone() {
        IncomingFlow flow = new IncomingFlow(100, 3, 9);
        flow.demand(9);
        flow.ask();
        arrive(flow);
        CaughtUp sentinel = new CaughtUp(1, new Cursor("abcdefgh", 1, 0));
        flow.arrived(sentinel, prefix.received(sentinel.cursor()));
        arrive(flow);
        assertThat(flow.next().events()).hasSize(1);
        assertThat(flow.next().sentinel()).isEqualTo(sentinel);
        assertThat(flow.next()).isNull();
    }

    @Test
    void whatIsDeliveredAgainComesFirstAndHoldsTheRestBack() {
        IncomingFlow flow = new IncomingFlow(100, 1, 9);
        flow.demand(9);
        flow.ask();
        arrive(flow);
        Delivery first = flow.next();
        arrive(flow);
        flow.redeliver(first.again(), System.nanoTime() + 3_600_000_000_000L);
        assertThat(flow.next()).isNull();
        flow.redeliver(first.again(), System.nanoTime());
        assertThat(flow.next()).as("the earlier one holds back").isNull();
    }
}
