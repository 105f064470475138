package io.quarkiverse.journal.benchmarks.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What PostgreSQL did for a page, in one statement or in several, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) tells it. */
final class Plan {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> nodes = new ArrayList<>();
    private final List<JsonNode> tops = new ArrayList<>();
    private final double millis;

    /** @param explained the statements, the one that gave the page last */
    Plan(List<String> explained) throws JsonProcessingException {
        double sum = 0;
        for (String one : explained) {
            JsonNode root = JSON.readTree(one).get(0);
            sum += root.get("Execution Time").asDouble() + root.get("Planning Time").asDouble();
            tops.add(root.get("Plan"));
            collect(root.get("Plan"));
        }
        this.millis = sum;
    }

    private void collect(JsonNode node) {
        nodes.add(node);
        node.path("Plans").forEach(this::collect);
    }

    /** Their steps from the top, partitions together; those that were never needed are left out. */
    String steps() {
        Map<String, Integer> steps = new LinkedHashMap<>();
        for (JsonNode node : nodes) {
            if (node.path("Actual Loops").asLong() > 0) {
                steps.merge(step(node), 1, Integer::sum);
            }
        }
        return steps.entrySet().stream().map(step -> step.getKey() + (step.getValue() > 1 ? " ×" + step.getValue() : ""))
                .collect(Collectors.joining(", "));
    }

    private static String step(JsonNode node) {
        String index = node.path("Index Name").asText();
        String relation = node.path("Relation Name").asText();
        // event_5000001_topic_id_kind_position_idx
        String of = index.isEmpty() ? relation.replaceAll("_\\d+$", "")
                : index.replaceAll("^event_\\d+_", "").replaceAll("_idx\\d*$", "");
        return node.get("Node Type").asText() + (of.isEmpty() ? "" : " " + of);
    }

    long blocks() {
        return tops.stream()
                .mapToLong(top -> top.path("Shared Hit Blocks").asLong() + top.path("Shared Read Blocks").asLong()).sum();
    }

    double millis() {
        return millis;
    }

    long rows() {
        return tops.isEmpty() ? 0 : tops.get(tops.size() - 1).path("Actual Rows").asLong();
    }

    int statements() {
        return tops.size();
    }

    /** How many rows of the log were looked at, those included that a filter took out. */
    long visited() {
        return nodes.stream().filter(Plan::readsEvents).mapToLong(Plan::visited).sum();
    }

    /** How many rows went into the largest sort. */
    long sorted() {
        return nodes.stream().filter(node -> node.get("Node Type").asText().endsWith("Sort"))
                .flatMap(node -> children(node).stream()).mapToLong(Plan::rowsOf).max().orElse(0);
    }

    /** How many rows of the log were looked at without an index. */
    long scanned() {
        return nodes.stream().filter(node -> node.get("Node Type").asText().equals("Seq Scan")).filter(Plan::readsEvents)
                .mapToLong(Plan::visited).sum();
    }

    private static List<JsonNode> children(JsonNode node) {
        List<JsonNode> children = new ArrayList<>();
        node.path("Plans").forEach(children::add);
        return children;
    }

    private static boolean readsEvents(JsonNode node) {
        return node.path("Relation Name").asText().startsWith("event");
    }

    private static long visited(JsonNode node) {
        double loops = node.path("Actual Loops").asDouble();
        return Math.round(loops * (node.path("Actual Rows").asDouble() + node.path("Rows Removed by Filter").asDouble()
                + node.path("Rows Removed by Index Recheck").asDouble()));
    }

    private static long rowsOf(JsonNode node) {
        return Math.round(node.path("Actual Loops").asDouble() * node.path("Actual Rows").asDouble());
    }
}
