package io.quarkiverse.journal.deployment.devservices;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;

import org.jboss.logging.Logger;

import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.common.runtime.DatabaseKind;
import io.quarkus.datasource.deployment.spi.DefaultDataSourceDbKindBuildItem;
import io.quarkus.datasource.deployment.spi.DevServicesDatasourceConfigurationHandlerBuildItem;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.DockerStatusBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.deployment.pkg.builditem.BuildSystemTargetBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.runtime.LaunchMode;

/** Starts a PostgreSQL for dev mode and tests where the Dev Service of the datasource cannot: without a container runtime. */
@BuildSteps(onlyIf = { IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class })
final class EmbeddedPostgresDevServicesProcessor {

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgresDevServicesProcessor.class);

    @BuildStep
    void serve(JournalDevServicesConfig config, DataSourcesBuildTimeConfig dataSources, DockerStatusBuildItem containers,
            List<DefaultDataSourceDbKindBuildItem> drivers, CurateOutcomeBuildItem application, LaunchModeBuildItem launchMode,
            BuildSystemTargetBuildItem target, Capabilities capabilities,
            BuildProducer<DevServicesDatasourceConfigurationHandlerBuildItem> handlers,
            BuildProducer<DevServicesResultBuildItem> services) {
        if (!config.enabled() || !DefaultDatasource.wantsPostgresql(dataSources, drivers, application)
                || isAvailable(containers)) {
            return;
        }
        ServerSettings settings = DefaultDatasource.settings(dataSources);
        if (DefaultDatasource.hasInitScripts(dataSources)) {
            LOG.warn("Scripts of quarkus.datasource.devservices.init-script-path are not run by the PostgreSQL that starts"
                    + " without a container: start a container runtime, or let Flyway run them");
        }
        handlers.produce(standAside());
        services.produce(service(settings, folder(target.getOutputDirectory(), launchMode.getLaunchMode()),
                capabilities.isPresent(Capability.REACTIVE_PG_CLIENT)));
    }

    /** An absent runtime is reported as an error where it is looked for; here it is the ordinary case. */
    private static boolean isAvailable(DockerStatusBuildItem containers) {
        try (QuietLog quiet = QuietLog.of("org.testcontainers", Level.OFF)) {
            return containers.isContainerRuntimeAvailable();
        }
    }

    /**
     * Without a container runtime the datasource's Dev Service fails a test that has no URL. Told that the URL is configured
     * already, which is what the service here is about to do, it leaves the datasource alone.
     */
    private static DevServicesDatasourceConfigurationHandlerBuildItem standAside() {
        return new DevServicesDatasourceConfigurationHandlerBuildItem(DatabaseKind.POSTGRESQL,
                (dataSource, running) -> Map.of(), dataSource -> Map.of(), DataSourceUtil::isDefault);
    }

    private static ServerFolder folder(Path target, LaunchMode launchMode) {
        return launchMode == LaunchMode.TEST
                ? ServerFolder.temporary(target, "journal-test-postgres")
                : ServerFolder.kept(target, "journal-dev-postgres");
    }

    private static DevServicesResultBuildItem service(ServerSettings settings, ServerFolder folder, boolean reactive) {
        Map<String, String> credentials = new HashMap<>();
        put(credentials, "username", settings.username());
        put(credentials, "password", settings.password());
        Map<String, Function<EmbeddedPostgresServer, String>> urls = new HashMap<>();
        put(urls, "jdbc.url", EmbeddedPostgresServer::jdbcUrl);
        if (reactive) {
            put(urls, "reactive.url", EmbeddedPostgresServer::reactiveUrl);
        }
        return DevServicesResultBuildItem.<EmbeddedPostgresServer> owned()
                .feature("journal")
                .serviceName("postgresql")
                .description("PostgreSQL without a container")
                .serviceConfig(settings.asMap())
                .startable(() -> new EmbeddedPostgresServer(settings, folder))
                .config(credentials)
                .configProvider(urls)
                .postStartHook(server -> LOG.infof("Dev Services for the default datasource started: %s", server.describe()))
                .build();
    }

    /** Under each of the datasource's names, since which one counts depends on what else the application configures. */
    private static <T> void put(Map<String, T> properties, String property, T value) {
        DataSourceUtil.dataSourcePropertyKeys(DataSourceUtil.DEFAULT_DATASOURCE_NAME, property)
                .forEach(key -> properties.put(key, value));
    }
}
