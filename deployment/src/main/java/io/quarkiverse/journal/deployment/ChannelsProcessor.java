package io.quarkiverse.journal.deployment;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTransformation;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.config.JournalBuildTimeConfig;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.AdditionalIndexedClassesBuildItem;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;

/**
 * The connector, where the application has reactive messaging. Its classes are named and not referred to: without that, they
 * cannot be loaded.
 */
final class ChannelsProcessor {

    private static final String CONNECTOR = "io.quarkiverse.journal.runtime.connector.";

    private static final List<String> BEANS = Stream.of("JournalConnector", "CallersTransactions", "JournalPayloads",
            "FailStrategy", "IgnoreStrategy", "DeadLetterStrategy", "RetryStrategy", "CheckpointInterceptor", "MovesCheckpoint")
            .map(CONNECTOR::concat).toList();

    private static final DotName MOVES_CHECKPOINT = DotName.createSimple(CONNECTOR + "MovesCheckpoint");
    private static final DotName TRANSACTIONAL = DotName.createSimple("jakarta.transaction.Transactional");
    private static final List<DotName> INCOMING = Stream.of("org.eclipse.microprofile.reactive.messaging.Incoming",
            "io.smallrye.reactive.messaging.annotations.Incomings").map(DotName::createSimple).toList();

    private static final Set<DotName> AROUND = Stream.of("org.eclipse.microprofile.reactive.messaging.Message",
            "io.smallrye.mutiny.Multi", "java.util.concurrent.Flow$Publisher", "org.reactivestreams.Publisher")
            .map(DotName::createSimple).collect(Collectors.toUnmodifiableSet());

    /** In the index too: reactive messaging looks for the connector's attributes there. */
    @BuildStep
    void connector(Capabilities capabilities, JournalBuildTimeConfig config, BuildProducer<AdditionalBeanBuildItem> beans,
            BuildProducer<AdditionalIndexedClassesBuildItem> indexed) {
        if (config.channels().enabled() && capabilities.isPresent(Capability.MESSAGING)) {
            indexed.produce(new AdditionalIndexedClassesBuildItem(BEANS.toArray(String[]::new)));
            beans.produce(AdditionalBeanBuildItem.builder().addBeanClasses(BEANS).setUnremovable().build());
        }
    }

    /** Whether a method's channel moves its checkpoint in transactions is configured only when the application runs. */
    @BuildStep
    void checkpoints(Capabilities capabilities, JournalBuildTimeConfig config,
            BuildProducer<AnnotationsTransformerBuildItem> transformers) {
        if (config.channels().enabled() && capabilities.isPresent(Capability.MESSAGING)) {
            transformers.produce(new AnnotationsTransformerBuildItem(AnnotationTransformation.forMethods()
                    .whenMethod(ChannelsProcessor::takesMessagesInTransactions)
                    .transform(method -> method.add(AnnotationInstance.builder(MOVES_CHECKPOINT).build()))));
        }
    }

    private static boolean takesMessagesInTransactions(MethodInfo method) {
        return INCOMING.stream().anyMatch(method::hasAnnotation)
                && (method.hasAnnotation(TRANSACTIONAL) || method.declaringClass().hasDeclaredAnnotation(TRANSACTIONAL));
    }

    /**
     * Reactive messaging tells a connector the class of what a method takes; what is a list of something, or otherwise has type
     * arguments, has to be found here. Jackson makes all of them, also in a native executable.
     */
    @BuildStep
    void payloads(Capabilities capabilities, JournalBuildTimeConfig config, CombinedIndexBuildItem index,
            BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults,
            BuildProducer<ReflectiveHierarchyBuildItem> reflective) {
        if (!config.channels().enabled() || !capabilities.isPresent(Capability.MESSAGING)) {
            return;
        }
        Config all = ConfigProvider.getConfig();
        for (AnnotationInstance incoming : index.getIndex().getAnnotationsWithRepeatable(INCOMING.get(0), index.getIndex())) {
            String prefix = prefix(incoming.value().asString());
            boolean ours = all.getOptionalValue(prefix + "connector", String.class).map("quarkus-journal"::equals).orElse(true);
            Type payload = payload(incoming.target().asMethod());
            if (!ours || payload == null) {
                continue;
            }
            reflective.produce(ReflectiveHierarchyBuildItem.builder(payload).source(incoming.target().toString()).build());
            if (payload.kind() == Type.Kind.PARAMETERIZED_TYPE && payload.toString().indexOf('?') < 0) {
                defaults.produce(new RunTimeConfigurationDefaultBuildItem(prefix + "payload-type", payload.toString()));
            }
        }
    }

    private static String prefix(String channel) {
        return "mp.messaging.incoming." + (channel.contains(".") ? '"' + channel + '"' : channel) + ".";
    }

    /** What is in the message, or in the stream of messages. */
    private static @Nullable Type payload(MethodInfo method) {
        Type type = method.parametersCount() == 0 ? null : method.parameterType(0);
        while (type != null && type.kind() == Type.Kind.PARAMETERIZED_TYPE && AROUND.contains(type.name())) {
            type = type.asParameterizedType().arguments().get(0);
        }
        return type;
    }
}
