package io.quarkiverse.journal.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.event.EventFilter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Against a plain set that is looked through as a whole. */
class ParkedReadersModelTest {

    private static final List<String> TOPICS = List.of("a", "b", "ab", "c", "d");
    private static final List<Subscription> WANTED = List.of(Subscription.to("a"), Subscription.to("a", "b"),
            Subscription.to("c"), Subscription.to("a", "b", "c", "d"), Subscription.to("a*"), Subscription.to("c", "a*"),
            Subscription.toAll(), Subscription.to("*"), Subscription.to("b").kinds("x"), Subscription.to("a"));

    @Property
    void wakesThoseConcernedAndKeepsTheOthers(@ForAll @Size(max = 80) List<@IntRange(max = 1_000) Integer> steps) {
        List<Parked> readers = WANTED.stream().map(ParkedReadersModelTest::reader).toList();
        ParkedReaders parked = new ParkedReaders();
        Set<Parked> model = new LinkedHashSet<>();
        for (int step : steps) {
            int choice = step / 4;
            Parked reader = readers.get(choice % readers.size());
            switch (step % 4) {
                case 0, 1 -> {
                    parked.add(reader);
                    model.add(reader);
                }
                case 2 -> {
                    parked.remove(reader);
                    model.remove(reader);
                }
                default -> {
                    Set<String> topics = topics(choice);
                    List<Parked> taken = parked.take(topics);
                    assertThat(taken).doesNotHaveDuplicates();
                    Set<Parked> concerned = new HashSet<>(model);
                    concerned.removeIf(one -> topics.stream().noneMatch(one.filter()::matchesTopic));
                    assertThat(taken).containsAll(concerned);
                    assertThat(model).containsAll(taken);
                    // Those who want beginnings of names may be woken in vain, those of named topics never.
                    assertThat(taken).filteredOn(one -> one.filter().prefixes().isEmpty())
                            .containsExactlyInAnyOrderElementsOf(
                                    concerned.stream().filter(one -> one.filter().prefixes().isEmpty()).toList());
                    taken.forEach(model::remove);
                }
            }
            assertThat(parked.isEmpty()).isEqualTo(model.isEmpty());
            assertThat(readers).allSatisfy(one -> assertThat(parked.contains(one)).isEqualTo(model.contains(one)));
        }
        assertThat(parked.takeAll()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(model);
        assertThat(parked.isEmpty()).isTrue();
    }

    private static Set<String> topics(int choice) {
        Set<String> topics = new HashSet<>();
        for (int i = 0; i < TOPICS.size(); i++) {
            if ((choice >> i & 1) == 1) {
                topics.add(TOPICS.get(i));
            }
        }
        return topics.isEmpty() ? Set.of("a") : topics;
    }

    private static Parked reader(Subscription subscription) {
        EventFilter filter = EventFilter.of(subscription);
        List<Long> woken = new ArrayList<>();
        return new Parked() {

            @Override
            public EventFilter filter() {
                return filter;
            }

            @Override
            public void wake(long through) {
                woken.add(through);
            }
        };
    }
}
