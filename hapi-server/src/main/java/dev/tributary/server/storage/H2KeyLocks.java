package dev.tributary.server.storage;

import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows stand for locks: H2 has no advisory ones. Two keys may share a row, which costs waiting but never correctness. */
final class H2KeyLocks implements KeyLocks {

    static final int STRIPES = 2048;

    private final JdbcTemplate jdbc;

    H2KeyLocks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void lock(SortedSet<Long> keys) {
        var stripes = new TreeSet<Integer>();
        keys.forEach(key -> stripes.add(Math.floorMod(Long.hashCode(key), STRIPES)));
        for (var stripe : stripes) {
            jdbc.queryForObject(
                    "select stripe from hub.lock_stripe where stripe = ? for update", Integer.class, stripe);
        }
    }

    void prepare() {
        var present = jdbc.queryForObject("select count(*) from hub.lock_stripe", Integer.class);
        if (present == null || present == 0) {
            jdbc.update("insert into hub.lock_stripe select x from system_range(0, ?)", STRIPES - 1);
        }
    }
}
