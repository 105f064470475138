package io.quarkiverse.journal.runtime.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

import io.quarkiverse.journal.Frame;
import io.quarkiverse.journal.NewEvent;
import io.quarkiverse.journal.Start;
import io.quarkiverse.journal.Subscription;
import io.quarkiverse.journal.runtime.testing.RealPostgres;
import io.quarkiverse.journal.runtime.testing.TestNode;

/**
 * The rules of Reactive Streams, checked by their own kit over a real journal. The kit's tests are TestNG's; they are called
 * one by one here.
 */
class FramePublisherTckTest {

    /** More than any rule consumes. */
    private static final int STORED = 2_000;

    private static TestNode node;
    private static TestNode ended;
    private static ExecutorService executor;

    @BeforeAll
    static void fill() throws InterruptedException {
        node = TestNode.start(RealPostgres.freshSchema(), "tail.buffer-size", "64", "read.page-size", "300");
        ended = TestNode.start(RealPostgres.freshSchema());
        ended.close();
        executor = Executors.newCachedThreadPool();
        for (int i = 0; i < STORED; i++) {
            node.journal().publish("tck", NewEvent.of(i));
        }
        assertThat(node.journal().flush(Recorder.SOON)).isTrue();
    }

    @AfterAll
    static void end() {
        node.close();
        executor.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        return Arrays.stream(Verification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                // Rules that the kit names but cannot check.
                .filter(method -> !method.getName().startsWith("untested_"))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> dynamicTest(method.getName(), () -> run(method)));
    }

    private static void run(Method method) throws Throwable {
        Verification verification = new Verification();
        verification.setUp();
        try {
            method.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                throw new TestAbortedException(skipped.getMessage(), skipped);
            }
            throw e.getCause();
        }
    }

    public static final class Verification extends FlowPublisherVerification<Frame> {

        public Verification() {
            super(new TestEnvironment(2_000, 200), 2_000);
        }

        @Override
        public Flow.Publisher<Frame> createFlowPublisher(long elements) {
            Subscription finite = Subscription.to("tck").withoutSentinel().untilCaughtUp();
            return publisher(node, elements > STORED ? Subscription.to("tck") : finite.since(Start.after(STORED - elements)));
        }

        @Override
        public Flow.Publisher<Frame> createFailedFlowPublisher() {
            // A node that has ended opens no readings.
            return publisher(ended, Subscription.to("tck"));
        }

        @Override
        public long maxElementsFromPublisher() {
            // One rule wants to be offered this many, adds demand up beyond all bounds, and cancels after some.
            return Integer.MAX_VALUE;
        }

        private static Flow.Publisher<Frame> publisher(TestNode of, Subscription subscription) {
            return new FramePublisher(signal -> of.node().open(subscription, signal), executor);
        }
    }
}
