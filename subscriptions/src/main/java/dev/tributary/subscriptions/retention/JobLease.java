package dev.tributary.subscriptions.retention;

import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lets one replica at a time do a job, and not more often than it is wanted. Each call is a statement of its own. */
public final class JobLease {

    private static final String TAKE = """
            update hub.job_lease set owner = ?, lease_until = ?
            where name = ? and (lease_until is null or lease_until < ? or owner = ?) and (ended_at is null or ended_at <= ?)
            """;

    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final String owner;
    private final Duration lease;

    /** @param owner names this replica, unique among all that run */
    public JobLease(JdbcTemplate jdbc, InstantSource clock, String owner, Duration lease) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.owner = owner;
        this.lease = lease;
    }

    /** Whether the job is this replica's to do now: nobody does it, and its last end lies {@code every} back. */
    public boolean take(String name, Duration every) {
        try {
            jdbc.update(
                    "insert into hub.job_lease (name) select ? where not exists (select 1 from hub.job_lease where name = ?)",
                    name,
                    name);
        } catch (DuplicateKeyException e) {
            // Another replica was a moment earlier.
        }
        OffsetDateTime now = now();
        return jdbc.update(TAKE, owner, now.plus(lease), name, now, owner, now.minus(every)) == 1;
    }

    /** Keeps the job for another while; false if it was lost: then it must be left alone. */
    public boolean renew(String name) {
        return jdbc.update(
                        "update hub.job_lease set lease_until = ? where name = ? and owner = ?",
                        now().plus(lease),
                        name,
                        owner)
                == 1;
    }

    /** The job is done until its next time. */
    public void end(String name) {
        jdbc.update(
                "update hub.job_lease set owner = null, lease_until = null, ended_at = ? where name = ? and owner = ?",
                now(),
                name,
                owner);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
