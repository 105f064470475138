package io.quarkiverse.journal.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.journal.runtime.http.BodyServer.Arrived;
import io.quarkiverse.journal.runtime.http.BodyServer.Client;

/** What the bodies of requests hold is never more than their memory allows, whatever becomes of their clients. */
@Timeout(60)
class BodyReaderTest {

    /** Fits into the buffers of a connection that nobody reads from. */
    private static final int LARGE = 100 * 1024;

    private final BodyMemory memory = new BodyMemory(2 * LARGE);
    private BodyServer server;

    @BeforeEach
    void start() {
        server = new BodyServer(LARGE, memory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private BodyMemory.Claim takeAll() {
        return memory.claim(2 * LARGE, () -> {
        });
    }

    /** The server has one thread, which comes by everything that was sent before. */
    private void passSmallOnes() throws InterruptedException {
        try (Client small = server.connect()) {
            for (int i = 1; i <= 20; i++) {
                small.post().announced(1);
                Arrived arrived = server.take();
                assertThat(arrived.body().length()).isEqualTo(1);
                server.answer(arrived);
                assertThat(small.answer()).startsWith("HTTP/1.1 204 ");
            }
        }
    }

    @Test
    void anAnnouncedBodyIsNotReadBeforeItHasItsShare() throws InterruptedException {
        BodyMemory.Claim all = takeAll();
        try (Client client = server.connect()) {
            client.post().announced(LARGE);
            passSmallOnes();
            assertThat(server.given).hasValueLessThan(Exchange.SMALL_BODY / 2);

            all.release();
            assertThat(server.take().body().take()).hasSize(LARGE).containsOnly('x');
        }
    }

    @Test
    void aChunkedBodyIsReadNoFurtherBeforeItHasItsShare() throws InterruptedException {
        BodyMemory.Claim all = takeAll();
        try (Client client = server.connect()) {
            client.post().chunked(LARGE);
            passSmallOnes();
            assertThat(server.given).hasValueLessThan(LARGE);

            all.release();
            assertThat(server.take().body().take()).hasSize(LARGE).containsOnly('x');
        }
    }

    @Test
    void theShareGoesWithTheBody() throws InterruptedException {
        Client client = server.connect();
        client.post().announced(LARGE);
        Arrived arrived = server.take();
        assertThat(memory.taken()).isEqualTo(2 * LARGE);
        client.reset();
        await().until(() -> server.over.get() == 1);
        assertThat(memory.taken()).isEqualTo(2 * LARGE);

        arrived.body().release();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void whoBreaksOffBeforeTheBodyIsWholeGivesTheShareBack() {
        for (String half : new String[] { "Content-Length: " + LARGE + "\r\n\r\n" + "x".repeat(LARGE - 1),
                "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(LARGE) + "\r\n" + "x".repeat(LARGE - 1) }) {
            Client client = server.connect();
            client.post().send(half);
            await().until(() -> memory.taken() > 0);
            client.reset();
            await().until(() -> memory.taken() == 0);
        }
    }

    @Test
    void allOfManyComeAndNeverMoreAtOnceThanMayBe() throws InterruptedException {
        Random random = new Random(4);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Client client = server.connect();
            int bytes = (int) Exchange.SMALL_BODY + random.nextInt(LARGE - (int) Exchange.SMALL_BODY) + 1;
            client.post();
            if (random.nextBoolean()) {
                client.announced(bytes);
            } else {
                client.chunked(bytes);
            }
            clients.add(client);
        }
        for (int i = 0; i < clients.size(); i++) {
            Arrived arrived = server.take();
            // Each needs more than half, so that the next one comes when this has gone.
            assertThat(server.whole).isEmpty();
            assertThat(memory.taken()).isBetween(2L * arrived.body().length(), 2L * LARGE);
            assertThat(arrived.body().take()).hasSize(arrived.body().length());
            server.answer(arrived);
            assertThat(server.whole).isEmpty();
            arrived.body().release();
        }
        assertThat(memory.taken()).isZero();
        clients.forEach(Client::close);
    }
}
