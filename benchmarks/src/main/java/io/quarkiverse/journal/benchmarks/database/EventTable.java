package io.quarkiverse.journal.benchmarks.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * The journal's event table without a journal: the same columns, indexes and partitioning, from the same file.
 *
 * @param schema where it is
 */
public record EventTable(String schema) {

    private static final String DDL = "/db/journal/V1__journal.sql";

    public static EventTable create(Database database, String schema) throws IOException, SQLException {
        try (InputStream file = EventTable.class.getResourceAsStream(DDL)) {
            String ddl = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            database.execute(ddl.replace("EXISTS journal;", "EXISTS " + schema + ";").replace("journal.", schema + "."));
        }
        EventTable table = new EventTable(schema);
        database.execute("CREATE TABLE %1$s_1 PARTITION OF %1$s FOR VALUES FROM (1) TO (100000000)".formatted(table.name()));
        return table;
    }

    public String name() {
        return schema + ".event";
    }
}
