package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.journal.AppendOptions;
import io.quarkiverse.journal.runtime.event.EventData;

class PublicationTest {

    private final BodyMemory memory = new BodyMemory(10);

    private Publication publication(byte[] body) {
        return new Publication(new Body(body, memory.claim(10, () -> {
        })), (bytes, fingerprint) -> List.of(new EventData("t", "k", "id", 0, null, null, null, null, null, null,
                bytes.clone())), AppendOptions.none());
    }

    @Test
    void holdsNeitherWhatWasParsedNorWhatWasTaken() {
        byte[] body = new byte[1024];
        WeakReference<byte[]> parsed = new WeakReference<>(body);
        Publication publication = publication(body);
        body = null;
        publication.parse();
        awaitGone(parsed);

        WeakReference<byte[]> taken = new WeakReference<>(publication.take().events().get(0).payload());
        awaitGone(taken);
        Reference.reachabilityFence(publication);
    }

    private static void awaitGone(WeakReference<byte[]> bytes) {
        await().untilAsserted(() -> {
            System.gc();
            assertThat(bytes.get()).isNull();
        });
    }

    @Test
    void hasItsShareUntilItIsReleased() {
        Publication publication = publication(new byte[0]);
        publication.parse();
        publication.take();
        assertThat(memory.taken()).isEqualTo(10);

        publication.release();
        publication.release();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void handsOverOnce() {
        Publication publication = publication(new byte[0]);
        assertThatThrownBy(publication::take).isInstanceOf(IllegalStateException.class);
        publication.parse();
        assertThatThrownBy(publication::parse).isInstanceOf(IllegalStateException.class);
        publication.take();
        assertThatThrownBy(publication::take).isInstanceOf(IllegalStateException.class);
    }
}
