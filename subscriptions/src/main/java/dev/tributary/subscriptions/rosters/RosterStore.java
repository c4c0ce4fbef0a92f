package dev.tributary.subscriptions.rosters;

import dev.tributary.subscriptions.sql.InList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables {@code hub.roster} and {@code hub.roster_member}. Every method joins the caller's transaction. */
public final class RosterStore {

    /** Whose the Groups and Lists of the record are. */
    private static final String RECORD = "";

    private static final String SUMMARY = """
            select r.id, r.owner, r.name, r.created_at, r.changed_at, count(m.patient) as matched,
                sum(case when m.id is not null and m.patient is null and not m.ambiguous then 1 else 0 end) as unmatched,
                sum(case when m.ambiguous then 1 else 0 end) as ambiguous
            from hub.roster r left join hub.roster_member m on m.roster_id = r.id
            where r.owner <> '' %s group by r.id, r.owner, r.name, r.created_at, r.changed_at order by r.owner, r.name
            """;
    private static final String MEMBER = """
            insert into hub.roster_member (roster_id, line, identifier_key, person_key, patient, checked_at)
            values (?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate jdbc;
    private final InstantSource clock;

    /** @param jdbc on the same DataSource as the storing transaction */
    public RosterStore(JdbcTemplate jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The rosters of one subscriber, or everybody's when {@code owner} is null, by name. */
    public List<Roster> list(@Nullable String owner) {
        return owner == null
                ? jdbc.query(SUMMARY.formatted(""), RosterStore::roster)
                : jdbc.query(SUMMARY.formatted("and r.owner = ?"), RosterStore::roster, owner);
    }

    /** One roster of a subscriber. */
    public Optional<Roster> find(String owner, String name) {
        return jdbc
                .query(SUMMARY.formatted("and r.owner = ? and r.name = ?"), RosterStore::roster, owner, name)
                .stream()
                .findFirst();
    }

    /** The id under which filters know a subscriber's roster, or a Group or List of the record if the name is a reference. */
    public Optional<Long> id(String owner, String name) {
        return jdbc
                .queryForList(
                        "select id from hub.roster where owner = ? and name = ?",
                        Long.class,
                        isPanel(name) ? RECORD : owner,
                        name)
                .stream()
                .findFirst();
    }

    /** Whether the name is that of a Group or List of the record. */
    public static boolean isPanel(String name) {
        return name.startsWith("Group/") || name.startsWith("List/");
    }

    /** Makes the roster, or gives it other lines; nobody is matched yet. Returns its id. */
    public long put(String owner, String name, List<RosterLine> lines) {
        long id = emptied(owner, name);
        jdbc.batchUpdate(
                MEMBER,
                lines.stream()
                        .map(line ->
                                new Object[] {id, line.line(), text(line.identifier()), text(line.person()), null, null
                                })
                        .toList());
        return id;
    }

    /** Keeps what a Group or List of the record holds. Returns the id that filters know it by. */
    public long putPanel(String reference, List<String> patients) {
        long id = emptied(RECORD, reference);
        OffsetDateTime now = now();
        jdbc.batchUpdate(
                MEMBER,
                IntStream.range(0, patients.size())
                        .mapToObj(i -> new Object[] {id, i + 1, null, null, patients.get(i), now})
                        .toList());
        return id;
    }

    private long emptied(String owner, String name) {
        Optional<Long> known = id(owner, name);
        if (known.isPresent()) {
            jdbc.update("delete from hub.roster_member where roster_id = ?", known.get());
            jdbc.update("update hub.roster set changed_at = ? where id = ?", now(), known.get());
            return known.get();
        }
        jdbc.update(
                "insert into hub.roster (owner, name, created_at, changed_at) values (?, ?, ?, ?)",
                owner,
                name,
                now(),
                now());
        return id(owner, name).orElseThrow();
    }

    /** Forgets the roster; false if there is none. */
    public boolean remove(String owner, String name) {
        Optional<Long> known = id(owner, name);
        known.ifPresent(id -> {
            jdbc.update("delete from hub.roster_member where roster_id = ?", id);
            jdbc.update("delete from hub.roster where id = ?", id);
        });
        return known.isPresent();
    }

    /** The lines of a roster that nobody, or more than one, answers to; the lowest first. */
    public List<Integer> openLines(long roster, int limit) {
        return jdbc.queryForList(
                "select line from hub.roster_member where roster_id = ? and patient is null order by line limit ?",
                Integer.class,
                roster,
                limit);
    }

    /** The rosters that each of these patients is on; nothing for one that is on none. */
    public Map<String, Set<Long>> rostersOf(Collection<String> patients) {
        Map<String, Set<Long>> rosters = new HashMap<>();
        for (List<Object> part : InList.parts(patients)) {
            jdbc.query(
                    InList.sql("select patient, roster_id from hub.roster_member where patient in (%s)", part),
                    row -> {
                        rosters.computeIfAbsent(row.getString(1), patient -> new HashSet<>())
                                .add(row.getLong(2));
                    },
                    part.toArray());
        }
        return rosters;
    }

    private static @Nullable String text(Optional<RosterKey> key) {
        return key.map(RosterKey::text).orElse(null);
    }

    private static Roster roster(ResultSet row, int index) throws SQLException {
        return new Roster(
                row.getLong("id"),
                row.getString("owner"),
                row.getString("name"),
                row.getLong("matched"),
                row.getLong("unmatched"),
                row.getLong("ambiguous"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
