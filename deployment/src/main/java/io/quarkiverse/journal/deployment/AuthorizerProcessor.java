package io.quarkiverse.journal.deployment;

import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.DeploymentException;

import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

import io.quarkiverse.journal.spi.JournalAuthorizer;
import io.quarkus.arc.deployment.SynthesisFinishedBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.BeanResolver;
import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.deployment.annotations.BuildStep;

/** Finds the application's authorizer. */
final class AuthorizerProcessor {

    private static final DotName AUTHORIZER = DotName.createSimple(JournalAuthorizer.class);

    /** Nothing injects it. */
    @BuildStep
    UnremovableBeanBuildItem keep() {
        return UnremovableBeanBuildItem.beanTypes(AUTHORIZER);
    }

    @BuildStep
    JournalAuthorizerBuildItem find(SynthesisFinishedBuildItem synthesis) {
        BeanResolver resolver = synthesis.getBeanResolver();
        Set<BeanInfo> beans = resolver.resolveBeans(Type.create(AUTHORIZER, Type.Kind.CLASS));
        if (beans.isEmpty()) {
            return new JournalAuthorizerBuildItem(false);
        }
        BeanInfo bean = theOnlyOne(resolver, beans);
        if (BuiltinScope.REQUEST.is(bean.getScope())) {
            throw new DeploymentException(bean + " is @RequestScoped, and a JournalAuthorizer is asked outside of requests too,"
                    + " while streams are open: make it @ApplicationScoped or @Singleton");
        }
        return new JournalAuthorizerBuildItem(true);
    }

    private static BeanInfo theOnlyOne(BeanResolver resolver, Set<BeanInfo> beans) {
        try {
            return resolver.resolveAmbiguity(beans);
        } catch (AmbiguousResolutionException e) {
            throw new DeploymentException("There are " + beans.size() + " beans of the type JournalAuthorizer, and one has to"
                    + " decide: keep one of them, or make one an @Alternative with a @Priority:\n - "
                    + beans.stream().map(BeanInfo::toString).sorted().collect(Collectors.joining("\n - ")), e);
        }
    }
}
