package io.quarkiverse.journal.benchmarks.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

import io.quarkiverse.journal.benchmarks.database.Showcase;
import io.quarkiverse.journal.benchmarks.harness.Contender;
import io.quarkiverse.journal.benchmarks.harness.Measurement;

/** A whole topic by HTTP, read by curl, which drops the bytes. */
final class CurlReplay implements Contender {

    private final Showcase showcase;
    private final String form;
    private final String mediaType;
    private final String address;
    private final int expected;
    private final long bytes;

    CurlReplay(Showcase showcase, String form, String mediaType, String eventLine, String topic, int expected)
            throws Exception {
        this.showcase = showcase;
        this.form = form;
        this.mediaType = mediaType;
        this.address = showcase.journal("topics/" + topic + "/stream?live=false").toString();
        this.expected = expected;
        // Once with a look inside; afterwards the number of bytes tells that the same came.
        String body = Command.run(List.of("curl", "-sS", "-H", "Accept: " + mediaType, address));
        long events = body.lines().filter(line -> line.startsWith(eventLine)).count();
        if (events != expected) {
            throw new IllegalStateException(events + " events came as " + form + ", not " + expected);
        }
        this.bytes = body.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String name() {
        return form + " to curl";
    }

    @Override
    public Measurement round() throws Exception {
        String[] told = Command.run(List.of("curl", "-sS", "-o", "/dev/null", "-w", "%{size_download} %{time_total}", "-H",
                "Accept: " + mediaType, address)).split(" ");
        if (Long.parseLong(told[0]) != bytes) {
            throw new IllegalStateException(told[0] + " bytes came as " + form + ", not " + bytes);
        }
        return Measurement.rate(expected, Math.round(Double.parseDouble(told[1]) * 1e9));
    }

    @Override
    public OptionalLong jvm() {
        return OptionalLong.of(showcase.pid());
    }
}
