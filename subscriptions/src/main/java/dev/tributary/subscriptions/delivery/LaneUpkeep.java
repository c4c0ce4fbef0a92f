package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.delivery.DeliveryLoop.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Now and then, beside delivery: gives up what is too old, ends what has ended, and wakes lanes that have work and do not know. */
final class LaneUpkeep {

    private static final Logger log = LoggerFactory.getLogger(LaneUpkeep.class);
    private static final Duration EVERY = Duration.ofSeconds(30);
    /** A Subscription says to the second when it ends. */
    private static final Duration ENDS_EVERY = Duration.ofSeconds(1);

    private static final int DEAD_AT_A_TIME = 2_000;

    /** What is paused or held on somebody's wish has the whole time once it may go out. */
    private static final String GIVE_UP = """
            update hub.notification set state = 'dead', reason = coalesce(reason, 'The time allowed for delivery has passed.')
            where id in (select n.id from hub.notification n
                where n.state = 'pending' and n.created_at < ? and (n.not_before is null or n.not_before < ?)
                  and not exists (select 1 from hub.subscription s
                      where s.id = n.subscription_id and (s.paused_at is not null or s.resumed_at >= ?))
                limit ?)
            """;
    /** Nothing leads here, but if it did, events would wait for the next one. */
    private static final String FORGOTTEN = """
            select l.subscription_id from hub.subscription_lane l join hub.subscription s on s.id = l.subscription_id
            where l.next_attempt_at is null and s.status = 'active' and s.paused_at is null and exists (
                select 1 from hub.notification n where n.subscription_id = s.id and n.state = 'pending')
            order by l.subscription_id
            """;

    private static final String REMEMBER =
            "update hub.subscription_lane set next_attempt_at = ? where subscription_id = ? and next_attempt_at is null";

    private final JdbcTemplate jdbc;
    private final Transitions transitions;
    private final Executor workers;
    private final Surroundings around;
    private final AtomicBoolean running = new AtomicBoolean();
    private Instant last = Instant.MIN;
    private Instant lastEnds = Instant.MIN;
    private volatile boolean stopped;

    LaneUpkeep(JdbcTemplate jdbc, Transitions transitions, Executor workers, Surroundings around) {
        this.jdbc = jdbc;
        this.transitions = transitions;
        this.workers = workers;
        this.around = around;
    }

    /** Runs it on another thread, since it may read much and nobody waits for it; most of it not again before half a minute has passed. */
    void whenDue() {
        Instant now = around.clock().instant();
        if (lastEnds.isAfter(now.minus(ENDS_EVERY)) || !running.compareAndSet(false, true)) {
            return;
        }
        lastEnds = now;
        boolean all = !last.isAfter(now.minus(EVERY));
        if (all) {
            last = now;
        }
        workers.execute(() -> {
            try {
                ends();
                if (all) {
                    run();
                }
            } catch (RuntimeException e) {
                log.warn("What is too old or has ended could not be looked for; it will be again", e);
            } finally {
                running.set(false);
            }
        });
    }

    /** Begins nothing more. */
    void stop() {
        stopped = true;
    }

    private void ends() {
        jdbc.queryForList("select id from hub.subscription where ends_at <= ? and status <> 'off'", String.class, now())
                .forEach(transitions::end);
    }

    private void run() {
        int dead;
        do {
            dead = giveUp(around.settings().giveUpAfter());
            if (dead > 0) {
                log.warn("{} notifications were given up; GET /notifications?state=dead lists them", dead);
                around.metrics().dead(dead);
            }
        } while (dead > 0 && !stopped);
        around.transactions().executeWithoutResult(status -> remember());
    }

    private int giveUp(Duration age) {
        OffsetDateTime before = now().minus(age);
        return jdbc.update(GIVE_UP, before, before, before, DEAD_AT_A_TIME);
    }

    private void remember() {
        OffsetDateTime now = now();
        jdbc.batchUpdate(
                REMEMBER,
                jdbc.queryForList(FORGOTTEN, String.class).stream()
                        .map(id -> new Object[] {now, id})
                        .toList());
    }

    private OffsetDateTime now() {
        return around.clock().instant().atOffset(ZoneOffset.UTC);
    }
}
