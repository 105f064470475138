package io.quarkiverse.journal.deployment.devservices;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.common.runtime.DatabaseKind;
import io.quarkus.datasource.deployment.spi.DatabaseDefaultSetupConfig;
import io.quarkus.datasource.deployment.spi.DefaultDataSourceDbKindBuildItem;
import io.quarkus.datasource.runtime.DataSourceBuildTimeConfig;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.quarkus.datasource.runtime.DevServicesBuildTimeConfig;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.runtime.configuration.ConfigUtils;

/** What the application says about its default datasource, read as the datasource's own Dev Service reads it. */
final class DefaultDatasource {

    private static final String NAME = DataSourceUtil.DEFAULT_DATASOURCE_NAME;

    private DefaultDatasource() {
    }

    /** Whether the default datasource is one of PostgreSQL that no URL was given for and that a Dev Service may serve. */
    static boolean wantsPostgresql(DataSourcesBuildTimeConfig dataSources, List<DefaultDataSourceDbKindBuildItem> drivers,
            CurateOutcomeBuildItem application) {
        DataSourceBuildTimeConfig dataSource = defaultOf(dataSources);
        return dataSource.devservices().enabled().orElse(true)
                && configured("active", Boolean.class).orElse(true)
                && !isConfigured("jdbc.url")
                && !isConfigured("reactive.url")
                && dbKind(dataSource, dataSources.hasNamedDataSources(), drivers, application)
                        .filter(DatabaseKind::isPostgreSQL).isPresent();
    }

    static ServerSettings settings(DataSourcesBuildTimeConfig dataSources) {
        DevServicesBuildTimeConfig wishes = defaultOf(dataSources).devservices();
        return new ServerSettings(wishes.port().orElse(0),
                wishes.dbName().orElse(DatabaseDefaultSetupConfig.DEFAULT_DATABASE_NAME),
                wishes.username().or(() -> configured("username", String.class))
                        .orElse(DatabaseDefaultSetupConfig.DEFAULT_DATABASE_USERNAME),
                wishes.password().or(() -> configured("password", String.class))
                        .orElse(DatabaseDefaultSetupConfig.DEFAULT_DATABASE_PASSWORD));
    }

    static boolean hasInitScripts(DataSourcesBuildTimeConfig dataSources) {
        DevServicesBuildTimeConfig wishes = defaultOf(dataSources).devservices();
        return wishes.initScriptPath().isPresent() || wishes.initPrivilegedScriptPath().isPresent();
    }

    /** Quarkus' configuration always has a default datasource, with defaults if nothing is said of it. */
    private static DataSourceBuildTimeConfig defaultOf(DataSourcesBuildTimeConfig dataSources) {
        return Objects.requireNonNull(dataSources.dataSources().get(NAME), NAME);
    }

    private static Optional<String> dbKind(DataSourceBuildTimeConfig dataSource, boolean hasOthers,
            List<DefaultDataSourceDbKindBuildItem> drivers, CurateOutcomeBuildItem application) {
        return DefaultDataSourceDbKindBuildItem.resolve(dataSource.dbKind(), drivers,
                dataSource.devservices().enabled().orElse(!hasOthers), application);
    }

    private static boolean isConfigured(String property) {
        return ConfigUtils.isAnyPropertyPresent(DataSourceUtil.dataSourcePropertyKeys(NAME, property));
    }

    private static <T> Optional<T> configured(String property, Class<T> type) {
        return ConfigUtils.getFirstOptionalValue(DataSourceUtil.dataSourcePropertyKeys(NAME, property), type);
    }
}
