package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BodyMemoryTest {

    private final List<String> granted = new ArrayList<>();

    private BodyMemory.Claim claim(BodyMemory memory, long bytes, String name) {
        return memory.claim(bytes, () -> granted.add(name));
    }

    @Test
    void whoFindsNoneWaitsForTheirTurn() {
        BodyMemory memory = new BodyMemory(10);
        BodyMemory.Claim first = claim(memory, 6, "first");
        claim(memory, 6, "second");
        BodyMemory.Claim third = claim(memory, 4, "third");
        assertThat(granted).containsExactly("first");

        first.release();
        assertThat(granted).containsExactly("first", "second", "third");
        first.release();
        assertThat(memory.taken()).isEqualTo(10);
        third.release();
        assertThat(memory.taken()).isEqualTo(6);
    }

    @Test
    void whoGivesUpWaitingMakesWay() {
        BodyMemory memory = new BodyMemory(10);
        claim(memory, 6, "first");
        BodyMemory.Claim second = claim(memory, 6, "second");
        claim(memory, 4, "third");

        second.release();
        assertThat(granted).containsExactly("first", "third");
        assertThat(memory.taken()).isEqualTo(10);
    }

    @Test
    void whatNeverFitsIsRefused() {
        assertThatThrownBy(() -> new BodyMemory(10).claim(11, () -> {
        })).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void neverMoreThanThereIsAndEverybodyInTurn(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 20) Integer> steps) {
        granted.clear();
        BodyMemory memory = new BodyMemory(10);
        List<BodyMemory.Claim> open = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int step : steps) {
            if (step <= 10) {
                names.add("claim " + names.size());
                open.add(claim(memory, step, names.get(names.size() - 1)));
            } else if (!open.isEmpty()) {
                open.remove(step % open.size()).release();
            }
            assertThat(memory.taken()).isBetween(0L, 10L);
        }
        while (!open.isEmpty()) {
            open.remove(0).release();
        }
        assertThat(memory.taken()).isZero();
        assertThat(granted).isSubsetOf(names).doesNotHaveDuplicates();
    }
}
