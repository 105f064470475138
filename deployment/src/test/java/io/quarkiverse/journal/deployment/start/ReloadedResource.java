package io.quarkiverse.journal.deployment.start;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.journal.EventPublisher;
import io.quarkiverse.journal.Topic;
import io.smallrye.mutiny.Uni;

@Path("/reloaded")
public class ReloadedResource {

    @Inject
    @Topic("reloads")
    EventPublisher reloads;

    @Inject
    AgroalDataSource dataSource;

    @POST
    public Uni<String> publish() {
        return reloads.append("reload").map(receipt -> "first at " + receipt.first());
    }

    @GET
    @Path("server")
    public String server() throws SQLException {
        return ask("SELECT pg_postmaster_start_time()");
    }

    @GET
    @Path("writers")
    public String writers() throws SQLException {
        return ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'quarkus-journal writer'");
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
