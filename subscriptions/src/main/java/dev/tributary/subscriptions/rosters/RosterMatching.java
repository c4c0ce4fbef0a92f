package dev.tributary.subscriptions.rosters;

import dev.tributary.subscriptions.sql.InList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds out whom the lines of rosters mean: by the identifier first, else by name and birth date, and only if exactly one person
 * answers. Every method joins the caller's transaction.
 */
public final class RosterMatching {

    private static final int PAGE = 200;

    private static final String UNCHECKED = """
            select id, identifier_key, person_key from hub.roster_member
            where patient is null and checked_at is null and (identifier_key is not null or person_key is not null)
            order by id limit ?
            """;
    private static final String BY_KEY = """
            select id, identifier_key, person_key from hub.roster_member where patient is null and %s in (%%s)
            """;
    private static final String BY_IDENTIFIER = BY_KEY.formatted("identifier_key");
    private static final String BY_PERSON = BY_KEY.formatted("person_key");
    private static final String SETTLE =
            "update hub.roster_member set patient = ?, ambiguous = ?, checked_at = ? where id = ?";

    private final JdbcTemplate jdbc;
    private final PatientDirectory directory;
    private final InstantSource clock;

    public RosterMatching(JdbcTemplate jdbc, PatientDirectory directory, InstantSource clock) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.clock = clock;
    }

    private record Open(
            long id,
            @Nullable RosterKey identifier,
            @Nullable RosterKey person) {}

    /** Looks for whom some of the lines mean that were never looked for; returns how many it looked at, 0 when there are none left. */
    public int matchNew() {
        List<Open> open = jdbc.query(UNCHECKED, RosterMatching::open, PAGE);
        settle(open);
        return open.size();
    }

    /** Looks whether open lines mean one of these patients. Costs one look at an index as long as no line is open. */
    public void matchArrivals(Collection<String> patients) {
        if (patients.isEmpty() || !hasOpen()) {
            return;
        }
        List<String> keys = directory.keysOf(patients).values().stream()
                .flatMap(Set::stream)
                .map(RosterKey::text)
                .distinct()
                .toList();
        List<Open> open = new ArrayList<>();
        for (List<Object> part : InList.parts(keys)) {
            open.addAll(jdbc.query(InList.sql(BY_IDENTIFIER, part), RosterMatching::open, part.toArray()));
            open.addAll(jdbc.query(InList.sql(BY_PERSON, part), RosterMatching::open, part.toArray()));
        }
        settle(open.stream().distinct().toList());
    }

    /** Looks anew for whom the lines mean that were one of these patients': their records went to others. */
    public void regrouped(Collection<String> patients) {
        List<Open> lines = new ArrayList<>();
        for (List<Object> part : InList.parts(patients)) {
            String sql = "select id, identifier_key, person_key from hub.roster_member"
                    + " where patient in (%s) and (identifier_key is not null or person_key is not null)";
            lines.addAll(jdbc.query(InList.sql(sql, part), RosterMatching::open, part.toArray()));
        }
        settle(lines);
    }

    private boolean hasOpen() {
        return !jdbc.queryForList("select id from hub.roster_member where patient is null limit 1", Long.class)
                .isEmpty();
    }

    private void settle(List<Open> lines) {
        if (lines.isEmpty()) {
            return;
        }
        Map<RosterKey, Set<String>> found = directory.find(lines.stream()
                .flatMap(line -> Stream.of(line.identifier(), line.person()))
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate(
                SETTLE,
                lines.stream()
                        .map(line -> {
                            Set<String> persons = persons(line, found);
                            String only =
                                    persons.size() == 1 ? persons.iterator().next() : null;
                            return new Object[] {only, persons.size() > 1, now, line.id()};
                        })
                        .toList());
    }

    private static Set<String> persons(Open line, Map<RosterKey, Set<String>> found) {
        RosterKey identifier = line.identifier();
        Set<String> persons = identifier == null ? Set.of() : found.getOrDefault(identifier, Set.of());
        RosterKey person = line.person();
        return persons.isEmpty() && person != null ? found.getOrDefault(person, Set.of()) : persons;
    }

    private static Open open(ResultSet row, int index) throws SQLException {
        return new Open(row.getLong(1), key(row.getString(2)), key(row.getString(3)));
    }

    private static @Nullable RosterKey key(@Nullable String text) {
        return text == null ? null : new RosterKey(text);
    }
}
