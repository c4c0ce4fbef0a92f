package dev.tributary.subscriptions.topics;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code hub.topic}: which topics clients defined. Every method joins the caller's transaction. */
public final class TopicStore {

    private final JdbcTemplate jdbc;
    private final InstantSource clock;

    public TopicStore(JdbcTemplate jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A topic at one revision. */
    record Version(String id, long revision) {}

    /** Keeps a new or changed topic; whose it is stays. */
    public void save(String id, TopicDefinition definition, String owner, String resource) {
        forgetTroubles(definition.canonical());
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        int changed = jdbc.update(
                "update hub.topic set canonical = ?, status = ?, resource = ?, revision = revision + 1, changed_at = ? where id = ?",
                definition.canonical(),
                definition.status(),
                resource,
                now,
                id);
        if (changed == 0) {
            jdbc.update(
                    "insert into hub.topic (id, canonical, owner, status, resource, revision, changed_at) values (?, ?, ?, ?, ?, 1, ?)",
                    id,
                    definition.canonical(),
                    owner,
                    definition.status(),
                    resource,
                    now);
        }
    }

    /** Forgets a topic. */
    public void remove(String id) {
        canonicalOf(id).ifPresent(this::forgetTroubles);
        jdbc.update("delete from hub.topic where id = ?", id);
    }

    /** What could not be asked before may be another now. */
    private void forgetTroubles(String canonical) {
        jdbc.update("delete from hub.topic_trouble where kind = ?", canonical);
    }

    /** The logical id of the topic with this URL. */
    public Optional<String> idOf(String canonical) {
        return jdbc.queryForList("select id from hub.topic where canonical = ?", String.class, canonical).stream()
                .findFirst();
    }

    /** The URL of a stored topic. */
    public Optional<String> canonicalOf(String id) {
        return jdbc.queryForList("select canonical from hub.topic where id = ?", String.class, id).stream()
                .findFirst();
    }

    /** How many topics a client has defined. */
    public int countOf(String owner) {
        Integer count = jdbc.queryForObject("select count(*) from hub.topic where owner = ?", Integer.class, owner);
        return count == null ? 0 : count;
    }

    /** How many subscriptions there are to it. */
    public int subscriptionsTo(String canonical) {
        Integer count = jdbc.queryForObject(
                "select count(*) from hub.subscription where topic = ? or kind = ?",
                Integer.class,
                canonical,
                canonical);
        return count == null ? 0 : count;
    }

    List<Version> live() {
        return jdbc.query(
                "select id, revision from hub.topic where status in ('active', 'draft') order by id",
                (row, index) -> new Version(row.getString("id"), row.getLong("revision")));
    }

    String resource(String id) {
        return jdbc.queryForObject("select resource from hub.topic where id = ?", String.class, id);
    }

    /** Searches that somebody subscribed to. */
    List<String> searches() {
        return jdbc.queryForList(
                "select distinct kind from hub.subscription where kind like ? and status <> 'off'",
                String.class,
                PlainCriterion.KIND + "%");
    }
}
