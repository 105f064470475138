package io.quarkiverse.journal.runtime.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.Cursor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ProcessedPrefixTest {

    private static Cursor at(long position) {
        return new Cursor("abcdefgh", position, 0);
    }

    /** In whatever order things are processed: the place is the last one before the first that is not. */
    @Property
    void thePlaceIsTheEndOfTheContiguousProcessedPrefix(
            @ForAll @Size(min = 1, max = 60) List<@LongRange(min = 1, max = 9) Long> steps,
            @ForAll long order, @ForAll @IntRange(max = 60) int late) {
        ProcessedPrefix prefix = new ProcessedPrefix();
        List<ProcessedPrefix.Entry> entries = new ArrayList<>();
        List<Integer> toProcess = new ArrayList<>();
        long position = 0;
        Random random = new Random(order);
        List<Boolean> processed = new ArrayList<>();
        for (long step : steps) {
            // Positions between are of events that do not match.
            position += step;
            entries.add(prefix.received(at(position)));
            processed.add(false);
            toProcess.add(entries.size() - 1);
            if (entries.size() > late) {
                Collections.shuffle(toProcess, random);
                process(prefix, entries, processed, toProcess.remove(toProcess.size() - 1));
            }
            assertThat(prefix.place()).isEqualTo(expected(entries, processed));
        }
        Collections.shuffle(toProcess, random);
        for (int next : toProcess) {
            process(prefix, entries, processed, next);
            assertThat(prefix.place()).isEqualTo(expected(entries, processed));
        }
        assertThat(prefix.place()).isEqualTo(at(position));
        assertThat(prefix.oldestAge()).isEqualTo(Duration.ZERO);
    }

    private static void process(ProcessedPrefix prefix, List<ProcessedPrefix.Entry> entries, List<Boolean> processed,
            int index) {
        prefix.processed(entries.get(index));
        prefix.processed(entries.get(index));
        processed.set(index, true);
    }

    private static Cursor expected(List<ProcessedPrefix.Entry> entries, List<Boolean> processed) {
        int first = processed.indexOf(false);
        int end = first < 0 ? entries.size() : first;
        return end == 0 ? null : entries.get(end - 1).cursor();
    }

    @Test
    void whatNeedsNoProcessingWaitsForWhatDoes() {
        ProcessedPrefix prefix = new ProcessedPrefix();
        prefix.passed(at(1));
        assertThat(prefix.place()).isEqualTo(at(1));
        ProcessedPrefix.Entry event = prefix.received(at(2));
        prefix.passed(at(9));
        assertThat(prefix.place()).isEqualTo(at(1));
        assertThat(prefix.oldestAge()).isPositive();
        prefix.processed(event);
        assertThat(prefix.place()).isEqualTo(at(9));
    }
}
