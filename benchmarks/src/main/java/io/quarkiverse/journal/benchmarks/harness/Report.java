package io.quarkiverse.journal.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * A scenario's results, for people and for programs.
 *
 * @param question what was compared with what
 * @param database the server and those of its settings that matter here
 */
public record Report(String scenario, String question, Machine machine, String database, List<Comparison> comparisons,
        List<Listing> listings) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT);

    /** Writes {@code <scenario>.md} and {@code <scenario>.json} over those of an earlier run. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(scenario + ".md"), markdown());
        Files.writeString(folder.resolve(scenario + ".json"), JSON.writeValueAsString(data()) + "\n");
    }

    public String markdown() {
        StringBuilder text = new StringBuilder("# ").append(scenario).append("\n\n").append(question).append("\n");
        for (Comparison comparison : comparisons) {
            text.append(Table.of(comparison));
        }
        listings.forEach(listing -> text.append(listing.markdown()));
        text.append('\n');
        if (comparisons.stream().anyMatch(Comparison::ofRates)) {
            text.append(
                    "Rates and ratios are medians of %d alternated rounds, with the lowest and the highest; a ratio is taken "
                            .formatted(rounds()))
                    .append("within a round, to the first line.\n");
        }
        if (comparisons.stream().flatMap(each -> each.outcomes().stream()).anyMatch(each -> !each.latencies().isEmpty())) {
            text.append("Latencies are of all %d alternated rounds together.\n".formatted(rounds()));
        }
        return text.append("\n%s, %s, %d cores (%s), %d GiB; %s; %s. Load average before the run: %.1f.\n".formatted(
                machine.time(), machine.system(), machine.cores(), machine.processor(), machine.memoryGib(), machine.java(),
                database, machine.load())).toString();
    }

    private int rounds() {
        return comparisons.get(0).outcomes().get(0).rates().length;
    }

    private record Data(String scenario, Machine machine, String database, List<DataOfComparison> comparisons,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Listing> listings) {
    }

    private record DataOfComparison(String name, List<DataOfOutcome> contenders) {
    }

    private record DataOfOutcome(String name, double[] perSecond, Spread rate, Spread ratio, List<Percentiles> latencies) {
    }

    private record Percentiles(String of, long count, double p50, double p99, double p999, double max, String unit) {

        static Percentiles of(Map.Entry<String, Histogram> latency) {
            Histogram nanos = latency.getValue();
            return new Percentiles(latency.getKey(), nanos.getTotalCount(), nanos.getValueAtPercentile(50) / 1e6,
                    nanos.getValueAtPercentile(99) / 1e6, nanos.getValueAtPercentile(99.9) / 1e6, nanos.getMaxValue() / 1e6,
                    "ms");
        }
    }

    private Data data() {
        return new Data(scenario, machine, database, comparisons.stream()
                .map(comparison -> new DataOfComparison(comparison.name(), comparison.outcomes().stream()
                        .map(outcome -> new DataOfOutcome(outcome.contender(), outcome.rates(), Spread.of(outcome.rates()),
                                comparison.ratio(outcome),
                                outcome.latencies().entrySet().stream().map(Percentiles::of).toList()))
                        .toList()))
                .toList(), listings);
    }
}
