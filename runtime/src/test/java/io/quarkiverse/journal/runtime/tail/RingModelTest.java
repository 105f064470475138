package io.quarkiverse.journal.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.runtime.event.StoredEvent;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class RingModelTest {

    private static final int EMPTY_EVENT = TestEvents.event(1, "t", 0).weight();

    /** A step from 0 appends an event of that many bytes; a negative one skips. */
    @Property
    void keepsTheNewestEventsWithinItsBounds(@ForAll @IntRange(min = 1, max = 20) int size,
            @ForAll @IntRange(min = 0, max = 8_000) int bytes, @ForAll @LongRange(max = 1_000) long start,
            @ForAll @Size(max = 100) List<@IntRange(min = -20, max = 1_000) Integer> steps) {
        Ring ring = new Ring(size, bytes, start);
        TreeMap<Long, StoredEvent> model = new TreeMap<>();
        long head = start;
        assertThat(ring.capacity()).isGreaterThanOrEqualTo(size);
        for (int step : steps) {
            if (step < 0) {
                head -= step;
                ring.skipTo(head);
                model.clear();
            } else {
                StoredEvent event = TestEvents.event(++head, "t", step);
                while (!model.isEmpty() && (model.size() == ring.capacity() || weight(model) + event.weight() > bytes)) {
                    model.pollFirstEntry();
                }
                model.put(head, event);
                ring.append(event);
            }
            assertThat(ring.head()).isEqualTo(head);
            assertThat(ring.low()).isEqualTo(model.isEmpty() ? head + 1 : model.firstKey());
            for (long position = Math.max(0, head - 2L * ring.capacity()); position <= head + 2; position++) {
                assertThat(ring.get(position)).isSameAs(model.get(position));
            }
        }
    }

    private static long weight(TreeMap<Long, StoredEvent> model) {
        return model.values().stream().mapToLong(StoredEvent::weight).sum();
    }

    @Test
    void anEventLargerThanAllBytesIsKeptAlone() {
        Ring ring = new Ring(8, EMPTY_EVENT, 0);
        ring.append(TestEvents.event(1, "t", 0));
        ring.append(TestEvents.event(2, "t", 10_000));
        assertThat(ring.get(1)).isNull();
        assertThat(ring.get(2)).isNotNull();
        ring.append(TestEvents.event(3, "t", 0));
        assertThat(ring.low()).isEqualTo(3);
    }

    @Test
    void refusesWhatDoesNotFollow() {
        Ring ring = new Ring(8, 10_000, 4);
        assertThatThrownBy(() -> ring.append(TestEvents.event(4))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ring.append(TestEvents.event(6))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6").hasMessageContaining("4");
    }
}
