package dev.tributary.server.identity;

import dev.tributary.identity.matching.MatchModel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.identity_model}: models that this hub trained, and which of them decides. */
final class ModelTable {

    private static final String COLUMNS =
            "select version, job_id, created_at, activated_at, activated_by from hub.identity_model";

    private final JdbcTemplate jdbc;
    private final Clock clock;

    ModelTable(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A model, without its content.
     *
     * @param job that trained it
     * @param activatedAt null if it does not decide
     */
    record Trained(
            String version,
            UUID job,
            Instant createdAt,
            @Nullable Instant activatedAt,
            @Nullable String activatedBy) {}

    void put(MatchModel model, UUID job) {
        jdbc.update("delete from hub.identity_model where version = ? and activated_at is null", model.version());
        jdbc.update(
                "insert into hub.identity_model (version, model, job_id, created_at) values (?, ?, ?, ?)",
                model.version(),
                model.toYaml(),
                job.toString(),
                Timestamp.from(clock.instant()));
    }

    /** Newest first. */
    List<Trained> list() {
        return jdbc.query(COLUMNS + " order by created_at desc, version", ModelTable::trained);
    }

    /** As YAML. */
    Optional<String> content(String version) {
        return jdbc
                .queryForList("select model from hub.identity_model where version = ?", String.class, version)
                .stream()
                .findFirst();
    }

    /** Version and YAML of the model that decides; empty if the configured one does. */
    Optional<String[]> active() {
        return jdbc
                .query("select version, model from hub.identity_model where activated_at is not null", (row, n) ->
                        new String[] {row.getString(1), row.getString(2)})
                .stream()
                .findFirst();
    }

    /** In the caller's transaction; null lets the configured one decide again. */
    void activate(@Nullable String version, String actor) {
        jdbc.update("update hub.identity_model set activated_at = null where activated_at is not null");
        if (version != null) {
            jdbc.update(
                    "update hub.identity_model set activated_at = ?, activated_by = ? where version = ?",
                    Timestamp.from(clock.instant()),
                    actor,
                    version);
        }
    }

    private static Trained trained(ResultSet row, int number) throws SQLException {
        var activated = row.getTimestamp(4);
        return new Trained(
                row.getString(1),
                UUID.fromString(row.getString(2)),
                row.getTimestamp(3).toInstant(),
                activated == null ? null : activated.toInstant(),
                activated == null ? null : row.getString(5));
    }
}
