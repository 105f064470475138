package io.quarkiverse.journal.deployment;

import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.journal.runtime.config.JournalBuildTimeConfig;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.smallrye.openapi.deployment.spi.AddToOpenAPIDefinitionBuildItem;
import io.quarkus.smallrye.openapi.deployment.spi.OpenAPISPIConstants;
import io.quarkus.vertx.http.deployment.HttpRootPathBuildItem;

/**
 * Describes the journal's routes in the application's OpenAPI document, if it has one. They are plain routes, which nothing
 * else describes.
 */
final class OpenApiProcessor {

    /**
     * Whether the routes are open is known when the application runs, and may differ from node to node; the document says what
     * they are.
     */
    @BuildStep
    void describe(Capabilities capabilities, JournalBuildTimeConfig config, JournalsBuildItem journals,
            HttpRootPathBuildItem root, BuildProducer<AddToOpenAPIDefinitionBuildItem> definitions) {
        if (!capabilities.isPresent(Capability.SMALLRYE_OPENAPI) || !config.http().openapi().included()) {
            return;
        }
        Map<String, String> paths = new LinkedHashMap<>();
        for (String journal : journals.datasources().keySet()) {
            paths.put(journal, root.resolvePath(HttpProcessor.path(config, journal)));
        }
        definitions.produce(new AddToOpenAPIDefinitionBuildItem(new JournalOpenApiFilter(paths),
                OpenAPISPIConstants.DEFAULT_DOCUMENT_NAME));
    }
}
