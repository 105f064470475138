package io.quarkiverse.journal.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.runtime.config.SchemaManagement;
import io.quarkiverse.journal.runtime.store.Heads;
import io.quarkiverse.journal.runtime.store.Tables;
import io.quarkiverse.journal.runtime.testing.RealPostgres;

@Timeout(60)
class StartTogetherTest {

    @Test
    void oneNodeCreatesAndTheOthersFindItDone() throws Exception {
        for (int round = 0; round < 5; round++) {
            Tables tables = new Tables(RealPostgres.freshSchema());
            CountDownLatch go = new CountDownLatch(1);
            List<FutureTask<String>> nodes = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                nodes.add(new FutureTask<>(() -> {
                    try (Connection connection = RealPostgres.connect()) {
                        go.await();
                        new SchemaManager(tables).prepare(connection, SchemaManagement.CREATE);
                        new Partitions(tables, 1000).ensure(connection, 0);
                        return Heads.epoch(connection, tables);
                    }
                }));
            }
            nodes.forEach(node -> new Thread(node).start());
            go.countDown();
            String epoch = nodes.get(0).get();
            for (FutureTask<String> node : nodes) {
                assertThat(node.get()).isEqualTo(epoch);
            }
            assertThat(RealPostgres.number("SELECT count(*) FROM " + tables.log())).isEqualTo(1);
            assertThat(RealPostgres.number("SELECT count(*) FROM pg_inherits WHERE inhparent = '" + tables.event()
                    + "'::regclass")).isEqualTo(2);
        }
    }
}
