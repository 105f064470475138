package io.quarkiverse.journal.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Progress progress = new Progress();

    @Test
    void nothingIsStalledWhileNothingIsDue() {
        assertThat(progress.stalled()).isZero();
        progress.due();
        progress.complete();
        assertThat(progress.stalled()).isZero();
    }

    @Test
    void whatIsDueAgainWithoutSuccessStaysDueSinceTheFirstTime() {
        progress.due();
        await().until(() -> progress.stalled().compareTo(Duration.ofMillis(20)) > 0);
        progress.due();
        assertThat(progress.stalled()).isGreaterThan(Duration.ofMillis(20));
    }

    @Test
    void aPartThatIsDoneBeginsAnew() {
        progress.due();
        await().until(() -> progress.stalled().compareTo(Duration.ofMillis(500)) > 0);
        Duration before = progress.stalled();
        progress.made();
        assertThat(progress.stalled()).isLessThan(before);
        await().until(() -> progress.stalled().compareTo(Duration.ZERO) > 0);
    }
}
