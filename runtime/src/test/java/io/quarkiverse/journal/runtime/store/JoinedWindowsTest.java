package io.quarkiverse.journal.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Cursor;
import io.quarkiverse.journal.runtime.event.EventData;
import io.quarkiverse.journal.runtime.event.StoredEvent;

/** What two windows tell together, each of which was read by itself. */
class JoinedWindowsTest {

    private static final long AFTER = 10;
    private static final long HEAD = 1_000;

    private static PageWindow window(long after, boolean cut, TopicFloors.Raised raised, long... positions) {
        List<StoredEvent> events = Arrays.stream(positions).mapToObj(JoinedWindowsTest::event).toList();
        StoredEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
        return new PageWindow(new Page(events, last == null ? after : last.position(), HEAD,
                last == null ? null : last.cursor(), raised), cut);
    }

    private static PageWindow window(long after, long... positions) {
        return window(after, false, raised(0), positions);
    }

    private static TopicFloors.Raised raised(long trims, Trimmed... topics) {
        return new TopicFloors.Raised(trims, List.of(topics));
    }

    private static StoredEvent event(long position) {
        return new StoredEvent(new EventData("t", "event", "id" + position, position, null, null, null, null, null, null,
                new byte[] { '1' }), position, "abcdefgh");
    }

    private static List<Long> positions(Page page) {
        return page.events().stream().map(StoredEvent::position).toList();
    }

    @Test
    void whatFollowsMakesTheFirstOneComplete() {
        Page page = PageWindow.join(AFTER, window(AFTER, 11, 14), window(20, 25, 29));
        Cursor last = event(29).cursor();

        assertThat(positions(page)).containsExactly(11L, 14L, 25L, 29L);
        assertThat(page.through()).isEqualTo(29);
        assertThat(page.head()).isEqualTo(HEAD);
        assertThat(page.cursor()).isEqualTo(last);
        assertThat(page.density()).as("so that the next two are read at once, too").isNotNull()
                .satisfies(density -> assertThat(density.positions()).isEqualTo(19))
                .satisfies(density -> assertThat(density.events()).isEqualTo(4));
        assertThat(positions(PageWindow.join(AFTER, window(AFTER), window(20, 25)))).containsExactly(25L);
    }

    @Test
    void whereNothingFollowsTheFirstOneEndsWithItsLastEvent() {
        Page page = PageWindow.join(AFTER, window(AFTER, 11, 14), window(20));

        assertThat(positions(page)).containsExactly(11L, 14L);
        assertThat(page.through()).isEqualTo(14);
        assertThat(PageWindow.join(AFTER, window(AFTER), window(20))).isNull();
    }

    @Test
    void whatIsCutIsNotGoneOnFrom() {
        Page page = PageWindow.join(AFTER, window(AFTER, true, raised(0), 11, 14), window(20, 25, 29));

        assertThat(positions(page)).containsExactly(11L, 14L);
        assertThat(page.through()).isEqualTo(14);
    }

    @Test
    void whatWasRemovedIsToldByAPageOfItsOwn() {
        Trimmed lost = new Trimmed("t", 12, 13, 0);
        Page first = PageWindow.join(AFTER, window(AFTER, false, raised(1, lost), 14), window(20, false, raised(1), 25));
        assertThat(positions(first)).containsExactly(14L);
        assertThat(first.raised().topics()).containsExactly(lost);

        assertThat(positions(PageWindow.join(AFTER, window(AFTER, 14), window(20, false, raised(1, lost), 25))))
                .containsExactly(14L);
        assertThat(PageWindow.join(AFTER, window(AFTER, false, raised(1, lost)), window(20, false, raised(1, lost), 25)))
                .as("nothing is left of the first one").isNull();
    }

    /** Something was removed between the two reads, behind the second window: whoever asks again must be told of it. */
    @Test
    void whoLookedFirstDecidesWhatIsKnownOfRemovals() {
        assertThat(PageWindow.join(AFTER, window(AFTER, false, raised(4), 11), window(20, false, raised(5), 25)).raised()
                .trims()).isEqualTo(4);
        assertThat(PageWindow.join(AFTER, window(AFTER, false, raised(5), 11), window(20, false, raised(4), 25)).raised()
                .trims()).isEqualTo(4);
    }
}
