package io.quarkiverse.journal.benchmarks.publish;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.RawJson;

/**
 * Events like those of an application: a kind, a key and a correlation id out of a thousand, so that they are in every index,
 * and
 * a JSON object of a given size as payload.
 */
public final class SampleEvents {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz      ";
    private static final int DIFFERENT = 1_000;

    private final List<NewEvent> events;

    /**
     * @param payloadBytes the size of the payload's JSON
     */
    public SampleEvents(int payloadBytes) {
        Random random = new Random(payloadBytes);
        this.events = IntStream.range(0, DIFFERENT)
                .mapToObj(number -> NewEvent.of(new RawJson(payload(random, number, payloadBytes)))
                        .withKind("placed").withKey("c-" + number).withCorrelationId("o-" + number))
                .toList();
    }

    private static String payload(Random random, int number, int bytes) {
        StringBuilder text = new StringBuilder("{\"order\":%d,\"total\":%d.50,\"note\":\"".formatted(number, 10 * number));
        while (text.length() < bytes - 2) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.append("\"}").toString();
    }

    /** The event of a number; there are a thousand different ones. */
    public NewEvent get(long number) {
        return events.get((int) (number % DIFFERENT));
    }

    /** Its payload. */
    public String payload(long number) {
        return ((RawJson) get(number).payload()).value();
    }
}
