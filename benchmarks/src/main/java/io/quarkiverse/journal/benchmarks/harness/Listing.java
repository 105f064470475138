package io.quarkiverse.journal.benchmarks.harness;

import java.util.List;

/**
 * What was looked at besides rates and latencies, as a table of texts.
 *
 * @param name what it lists
 * @param columns the heads of the columns
 * @param rows as many texts each as there are columns
 */
public record Listing(String name, List<String> columns, List<List<String>> rows) {

    String markdown() {
        StringBuilder text = new StringBuilder("\n## ").append(name).append("\n\n");
        row(text, columns);
        text.append("|---|").append("---|".repeat(columns.size() - 1)).append('\n');
        rows.forEach(row -> row(text, row));
        return text.toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
