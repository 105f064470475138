package io.quarkiverse.journal.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/** A comparison as a table in Markdown. */
final class Table {

    private static final List<String> LATENCIES = List.of("p50 ms", "p99 ms", "p99.9 ms", "max ms");

    private final Comparison comparison;
    private final boolean withLatencies;
    private final StringBuilder text = new StringBuilder();

    private Table(Comparison comparison) {
        this.comparison = comparison;
        this.withLatencies = comparison.outcomes().stream().anyMatch(outcome -> !outcome.latencies().isEmpty());
    }

    static String of(Comparison comparison) {
        Table table = new Table(comparison);
        table.head();
        comparison.outcomes().forEach(table::rows);
        return table.text.toString();
    }

    private void head() {
        text.append("\n## ").append(comparison.name()).append("\n\n");
        List<String> columns = new ArrayList<>();
        if (comparison.ofRates()) {
            columns.addAll(List.of(comparison.unit(), "ratio"));
        }
        if (withLatencies) {
            columns.addAll(LATENCIES);
        }
        row("", columns);
        text.append("|---|").append("--:|".repeat(columns.size())).append('\n');
    }

    private void rows(Outcome outcome) {
        List<String> rates = comparison.ofRates() ? rates(outcome) : List.of();
        if (outcome.latencies().isEmpty()) {
            row(outcome.contender(), rates);
        }
        for (Map.Entry<String, Histogram> latency : outcome.latencies().entrySet()) {
            List<String> cells = new ArrayList<>(rates);
            cells.addAll(percentiles(latency.getValue()));
            row(outcome.contender() + ": " + latency.getKey(), cells);
        }
    }

    private List<String> rates(Outcome outcome) {
        Spread rate = Spread.of(outcome.rates());
        Spread ratio = comparison.ratio(outcome);
        return List.of(rateFormat().formatted(rate.median(), rate.least(), rate.most()),
                // Nothing is in no proportion to nothing.
                Double.isNaN(ratio.median()) ? "" : "%.2f (%.2f–%.2f)".formatted(ratio.median(), ratio.least(), ratio.most()));
    }

    private String rateFormat() {
        return Comparison.EVENTS.equals(comparison.unit()) ? "%,.0f (%,.0f–%,.0f)" : "%,.1f (%,.1f–%,.1f)";
    }

    private static List<String> percentiles(Histogram nanos) {
        return List.of("%.2f".formatted(nanos.getValueAtPercentile(50) / 1e6),
                "%.2f".formatted(nanos.getValueAtPercentile(99) / 1e6),
                "%.2f".formatted(nanos.getValueAtPercentile(99.9) / 1e6),
                "%.1f".formatted(nanos.getMaxValue() / 1e6));
    }

    private void row(String name, List<String> cells) {
        text.append("| ").append(name).append(" | ").append(String.join(" | ", cells)).append(" |\n");
    }
}
