package dev.tributary.server.storage;

import java.util.SortedSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">Advisory locks</a>. */
final class PostgresKeyLocks implements KeyLocks {

    private static final String LOCK =
            "select pg_advisory_xact_lock(k) from unnest(?::bigint[]) with ordinality t(k, o) order by o";

    private final JdbcTemplate jdbc;

    PostgresKeyLocks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void lock(SortedSet<Long> keys) {
        if (!keys.isEmpty()) {
            jdbc.query(LOCK, rs -> {}, (Object) keys.toArray(Long[]::new));
        }
    }
}
