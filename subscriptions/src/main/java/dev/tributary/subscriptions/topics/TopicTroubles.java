package dev.tributary.subscriptions.topics;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Topics that could not be asked about a change, on any replica, until they are stored anew. What was not told is not told later.
 *
 * <p>They are written down beside the transaction that stores the message, which neither waits for that nor fails by it.
 */
public final class TopicTroubles {

    private static final Logger log = LoggerFactory.getLogger(TopicTroubles.class);
    private static final int MOST = 200;

    private static final String AGAIN =
            "update hub.topic_trouble set times = times + ?, reason = ?, last_at = ? where kind = ?";
    private static final String FIRST =
            "insert into hub.topic_trouble (times, reason, last_at, kind, canonical, first_at) values (?, ?, ?, ?, ?, ?)";
    private static final String LIST =
            "select canonical, reason, times, first_at, last_at from hub.topic_trouble order by last_at desc limit "
                    + MOST;

    private final JdbcTemplate jdbc;
    private final Executor background;
    private final InstantSource clock;
    private final Runnable count;
    /** By kind; what this replica has not written down yet. */
    private final Map<String, Trouble> unsaved = new LinkedHashMap<>();
    /** By kind; how often this replica has met it, so that the log says less the more often it does. */
    private final Map<String, Long> met = new LinkedHashMap<>();

    private final AtomicBoolean waiting = new AtomicBoolean();

    /**
     * @param jdbc used on {@code background} and for the list
     * @param background where may be waited for the database
     * @param count called for each; returns at once
     */
    public TopicTroubles(JdbcTemplate jdbc, Executor background, InstantSource clock, Runnable count) {
        this.jdbc = jdbc;
        this.background = background;
        this.clock = clock;
        this.count = count;
    }

    /**
     * What went wrong with one topic.
     *
     * @param topic its canonical URL, or the search
     * @param reason of the latest, without anything of the resource
     * @param times how often
     */
    public record Trouble(String topic, String reason, long times, Instant first, Instant last) {

        private Trouble and(Trouble later) {
            return new Trouble(topic, later.reason, times + later.times, first, later.last);
        }
    }

    void add(Topic topic, String resourceType, Throwable thrown) {
        Instant now = clock.instant();
        String reason = thrown.getClass().getSimpleName() + " while a change of " + resourceType + " was looked at";
        note(topic.kind(), new Trouble(topic.canonical(), reason, 1, now, now));
        count.run();
        long times = times(topic.kind());
        if (Long.bitCount(times) == 1) {
            // A search may name a person.
            String name = PlainCriterion.isSearch(topic) ? "A criterion about " + resourceType : topic.canonical();
            log.warn("{} could not be evaluated, {} times by now: {}", name, times, reason);
        }
        saveSoon();
    }

    private synchronized void note(String kind, Trouble trouble) {
        if (unsaved.containsKey(kind) || unsaved.size() < MOST) {
            unsaved.merge(kind, trouble, Trouble::and);
        }
    }

    private synchronized long times(String kind) {
        return met.containsKey(kind) || met.size() < MOST ? met.merge(kind, 1L, Long::sum) : 0;
    }

    private void saveSoon() {
        if (waiting.compareAndSet(false, true)) {
            try {
                background.execute(() -> {
                    waiting.set(false);
                    save();
                });
            } catch (RejectedExecutionException e) {
                waiting.set(false); // The hub is going down.
            }
        }
    }

    private synchronized Map<String, Trouble> take() {
        Map<String, Trouble> all = new LinkedHashMap<>(unsaved);
        unsaved.clear();
        return all;
    }

    private void save() {
        take().forEach((kind, trouble) -> {
            try {
                save(kind, trouble);
            } catch (DataAccessException e) {
                note(kind, trouble); // The next one, or whoever asks for the list, tries again.
                log.debug("The trouble of a topic could not be written down", e);
            }
        });
    }

    private void save(String kind, Trouble trouble) {
        if (again(kind, trouble) > 0) {
            return;
        }
        try {
            jdbc.update(
                    FIRST,
                    trouble.times(),
                    trouble.reason(),
                    at(trouble.last()),
                    kind,
                    trouble.topic(),
                    at(trouble.first()));
        } catch (DuplicateKeyException e) {
            again(kind, trouble); // Another replica was a moment earlier.
        }
    }

    private int again(String kind, Trouble trouble) {
        return jdbc.update(AGAIN, trouble.times(), trouble.reason(), at(trouble.last()), kind);
    }

    /** Those met last, on any replica, the latest first. */
    public List<Trouble> list() {
        save();
        return new ArrayList<>(jdbc.query(
                LIST,
                (row, index) -> new Trouble(
                        row.getString("canonical"),
                        row.getString("reason"),
                        row.getLong("times"),
                        row.getObject("first_at", OffsetDateTime.class).toInstant(),
                        row.getObject("last_at", OffsetDateTime.class).toInstant())));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
