package io.quarkiverse.journal.deployment;

import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.tags.Tag;
import org.jboss.logging.Logger;

import io.quarkiverse.journal.runtime.config.JournalNames;
import io.smallrye.openapi.api.util.MergeUtil;

/**
 * Adds the endpoints of each journal to a document. What the application says of them itself, in a document of its own, stands.
 */
final class JournalOpenApiFilter implements OASFilter {

    private static final Logger LOG = Logger.getLogger(JournalOpenApiFilter.class);

    private final Map<String, String> paths;

    /**
     * @param paths the path of each journal, by the journal's name
     */
    JournalOpenApiFilter(Map<String, String> paths) {
        this.paths = paths;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        addComponents(document, JournalOpenApi.read().getComponents());
        paths.forEach((journal, path) -> addEndpoints(document, journal, path));
    }

    private static void addComponents(OpenAPI document, Components components) {
        Components present = document.getComponents();
        if (present == null) {
            document.setComponents(components);
            return;
        }
        if (present.getSchemas() != null) {
            present.getSchemas().keySet().stream().filter(components.getSchemas()::containsKey).forEach(name -> {
                LOG.warnf("The application has an OpenAPI schema %s of its own, so the document describes the journal with "
                        + "this one. Give it another name (@Schema(name = \"…\")), or leave the journal out of the document "
                        + "(quarkus.journal.http.openapi.included=false)", name);
                components.removeSchema(name);
            });
        }
        document.setComponents(MergeUtil.mergeObjects(present, components));
    }

    /** Models can be changed and belong to one document, so each journal gets its own. */
    private static void addEndpoints(OpenAPI document, String journal, String path) {
        OpenAPI endpoints = JournalOpenApi.read();
        Tag tag = endpoints.getTags().get(0);
        if (!JournalNames.isDefault(journal)) {
            tag.setName(tag.getName() + ' ' + journal);
        }
        if (document.getTags() == null || document.getTags().stream().noneMatch(own -> tag.getName().equals(own.getName()))) {
            document.addTag(tag);
        }
        Paths present = document.getPaths() == null ? OASFactory.createPaths() : document.getPaths();
        endpoints.getPaths().getPathItems().forEach((relative, item) -> {
            item.getOperations().values().forEach(operation -> name(operation, journal, tag));
            PathItem own = present.getPathItem(path + relative);
            present.addPathItem(path + relative, own == null ? item : MergeUtil.mergeObjects(item, own));
        });
        document.setPaths(present);
    }

    private static void name(Operation operation, String journal, Tag tag) {
        operation.addTag(tag.getName());
        if (!JournalNames.isDefault(journal)) {
            operation.setOperationId(operation.getOperationId() + '_' + journal);
        }
    }
}
