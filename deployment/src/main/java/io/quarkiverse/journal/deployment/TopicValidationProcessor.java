package io.quarkiverse.journal.deployment;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.inject.spi.DeploymentException;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;

import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Topic;
import io.quarkiverse.journal.TopicNames;
import io.quarkus.arc.deployment.ObserverRegistrationPhaseBuildItem;
import io.quarkus.arc.deployment.ObserverRegistrationPhaseBuildItem.ObserverConfiguratorBuildItem;
import io.quarkus.arc.processor.BeanResolver;
import io.quarkus.arc.processor.BuildExtension;
import io.quarkus.arc.processor.DotNames;
import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;

/** Checks how the application injects its publishers, and reports all mistakes of a build together. */
final class TopicValidationProcessor {

    private static final DotName TOPIC = DotName.createSimple(Topic.class);
    private static final DotName PUBLISHER = DotName.createSimple(EventPublisher.class);

    /**
     * The container's own validation stops at the first injection point that it cannot satisfy, and says no more than that.
     * This has to look first; the producer, though nothing is produced, is what puts this step before it.
     */
    @BuildStep
    void validate(ObserverRegistrationPhaseBuildItem phase, BuildProducer<ObserverConfiguratorBuildItem> beforeValidation) {
        BeanResolver beans = phase.getContext().get(BuildExtension.Key.DEPLOYMENT).getBeanResolver();
        List<String> mistakes = phase.getContext().get(BuildExtension.Key.INJECTION_POINTS).stream()
                .flatMap(point -> mistake(point, beans).stream())
                .sorted()
                .toList();
        if (!mistakes.isEmpty()) {
            throw new DeploymentException("Publishers are not injected correctly (" + mistakes.size() + "):\n - "
                    + String.join("\n - ", mistakes));
        }
    }

    private static Optional<String> mistake(InjectionPointInfo point, BeanResolver beans) {
        AnnotationInstance topic = point.getRequiredQualifier(TOPIC);
        boolean publisher = point.getRequiredType().name().equals(PUBLISHER);
        if (topic == null) {
            return publisher && !isLegalWithoutTopic(point, beans) ? Optional.of(withoutTopic(point)) : Optional.empty();
        }
        if (!publisher) {
            return Optional.of(notAPublisher(point, topic));
        }
        String name = topic.value().asString();
        return TopicNames.isValid(name) ? Optional.empty() : Optional.of(badName(point, name));
    }

    /** A publisher bean of the application's own, or a lookup that chooses its qualifier when it runs. */
    private static boolean isLegalWithoutTopic(InjectionPointInfo point, BeanResolver beans) {
        boolean choosesLater = point.isProgrammaticLookup() && point.getRequiredQualifier(DotNames.ANY) != null;
        return choosesLater || !beans.resolveBeans(point.getRequiredType(), point.getRequiredQualifiers()).isEmpty();
    }

    private static String badName(InjectionPointInfo point, String name) {
        return point.getTargetInfo() + ": @Topic(\"" + name + "\") is no name of a topic: write a letter or digit, then up to"
                + " 199 letters, digits, '.', '_' and '-', for example @Topic(\"orders\")";
    }

    private static String notAPublisher(InjectionPointInfo point, AnnotationInstance topic) {
        return point.getTargetInfo() + ": @Topic(\"" + topic.value().asString() + "\") is on the type "
                + point.getRequiredType()
                + ", and names the topic of an EventPublisher only: inject an EventPublisher, or remove"
                + " the qualifier";
    }

    private static String withoutTopic(InjectionPointInfo point) {
        return point.getTargetInfo() + ": an EventPublisher publishes to one topic, and none is named here: write"
                + " @Inject @Topic(\"orders\") EventPublisher, or inject Journal and call publisher(\"orders\")";
    }
}
