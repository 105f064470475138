package io.quarkiverse.journal.benchmarks.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.sun.management.OperatingSystemMXBean;

/**
 * Where and when a measurement took place.
 *
 * @param load the system's load average before it began: what else the machine was doing
 */
public record Machine(Instant time, String processor, int cores, long memoryGib, String system, String java, double load) {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    public static Machine describe() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(Instant.now().truncatedTo(ChronoUnit.MINUTES), cpuModel(), system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version(), system.getSystemLoadAverage());
    }

    private static String cpuModel() throws IOException {
        if (!Files.isReadable(CPUINFO)) {
            return "processor unknown";
        }
        return Files.readAllLines(CPUINFO).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst().orElse("processor unknown");
    }
}
