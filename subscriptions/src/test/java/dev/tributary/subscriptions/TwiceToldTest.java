package dev.tributary.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.feeds.ToldEvent;
import dev.tributary.subscriptions.feeds.TwiceTold;
import dev.tributary.subscriptions.outbox.EventOutbox;
import dev.tributary.subscriptions.outbox.InProcessSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** One stay told by two feeds; on both databases. */
class TwiceToldTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String HOSPITAL = "urn:tributary:source:hospital";
    private static final String STATE = "urn:tributary:source:state";

    private HikariDataSource dataSource = null;
    private JdbcTemplate jdbc = null;
    private String patient = "";

    @BeforeEach
    void nobody() {
        patient = "Patient/" + UUID.randomUUID();
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private void open(TestDatabase database) {
        dataSource = database.open();
        jdbc = new JdbcTemplate(dataSource);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void oneStayOfTwoFeeds_isToldOnce_wheneverTheSecondComes(TestDatabase database) {
        open(database);
        assertThat(told(stay("a", HOSPITAL, "V1001"), "admission", NOON)).isFalse();
        assertThat(told(stay("b", STATE, "ST-9"), "admission", NOON.plusSeconds(600)))
                .isTrue();
        Instant later = NOON.plus(Duration.ofDays(5));
        // The second feed is the first to tell of the transfer, and the first to tell of the discharge, a day early.
        assertThat(told(stay("b", STATE, "ST-9"), "transfer", later)).isFalse();
        assertThat(told(stay("a", HOSPITAL, "V1001"), "transfer", later.plus(Duration.ofHours(9))))
                .isTrue();
        assertThat(told(stay("a", HOSPITAL, "V1001"), "transfer", later.plus(Duration.ofHours(20))))
                .isFalse();
        assertThat(told(stay("b", STATE, "ST-9"), "discharge", later.plus(Duration.ofHours(30))))
                .isFalse();
        assertThat(told(stay("a", HOSPITAL, "V1001"), "discharge", later.plus(Duration.ofHours(54))))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whatNothingShowsToBeOneStay_isToldTwice(TestDatabase database) {
        open(database);
        assertThat(told(stay("a", HOSPITAL, "V1001"), "admission", NOON)).isFalse();
        // Another stay of the same source, another facility, another class, another day, another person.
        assertThat(told(stay("c", HOSPITAL, "V1002"), "admission", NOON)).isFalse();
        assertThat(told(fact(stay("d", STATE, "S4"), "facility", "county"), "admission", NOON))
                .isFalse();
        assertThat(told(fact(stay("e", STATE, "S5"), "class", "urn:x|EMER"), "admission", NOON))
                .isFalse();
        assertThat(told(stay("f", STATE, "S6"), "admission", NOON.plus(Duration.ofHours(3))))
                .isFalse();
        patient = "Patient/" + UUID.randomUUID();
        assertThat(told(stay("g", STATE, "S7"), "admission", NOON)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aSharedNumber_showsItToo(TestDatabase database) {
        open(database);
        assertThat(told(stay("a", HOSPITAL, "V1001"), "discharge", NOON)).isFalse();
        Map<String, List<String>> other = fact(stay("b", STATE, "V1001"), "facility", "hosp");
        assertThat(told(other, "discharge", NOON.plus(Duration.ofHours(10)))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aPersonDiesOnce(TestDatabase database) {
        open(database);
        assertThat(told(death(), "death", NOON)).isFalse();
        assertThat(told(death(), "death", NOON.plus(Duration.ofDays(90)))).isTrue();
        assertThat(told(death(), "death-corrected", NOON.plus(Duration.ofDays(91))))
                .isFalse();
        assertThat(told(death(), "death", NOON.plus(Duration.ofDays(92)))).isFalse();
    }

    /** What comes over FHIR happened when it came, by its source's account; the stays say when they began. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whenAStayBegan_countsMoreThanWhenItWasTold(TestDatabase database) {
        open(database);
        assertThat(told(fact(stay("a", HOSPITAL, "V1"), "date", "2026-03-01T12:00:00Z"), "discharge", NOON))
                .isFalse();
        Instant later = NOON.plus(Duration.ofDays(40));
        assertThat(told(fact(stay("b", STATE, "S1"), "date", "2026-03-01T07:05:00-05:00"), "discharge", later))
                .isTrue();
        assertThat(told(fact(stay("c", STATE, "S2"), "date", "2026-03-02T12:00:00Z"), "discharge", NOON))
                .isFalse();
    }

    /** Both in one batch: the later one is the duplicate. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void twoInOneBatch_areFoundAsWell(TestDatabase database) {
        open(database);
        ToldEvent first = event(1, stay("a", HOSPITAL, "V1001"), "admission", NOON);
        ToldEvent second = event(2, stay("b", STATE, "S1"), "admission", NOON);
        assertThat(new TwiceTold(jdbc, InstantSource.system()).among(List.of(second, first)))
                .isEqualTo(Map.of(2L, 1L));
    }

    private Map<String, List<String>> death() {
        return new HashMap<>(Map.of("focus", List.of(patient), "_source", List.of(HOSPITAL)));
    }

    private static Map<String, List<String>> stay(String encounter, String source, String number) {
        return new HashMap<>(Map.of(
                "focus", List.of("Encounter/" + encounter),
                "_source", List.of(source),
                "facility", List.of("general hospital"),
                "class", List.of("urn:x|IMP"),
                "identifier", List.of(source + ":visit|" + number)));
    }

    private static Map<String, List<String>> fact(Map<String, List<String>> facts, String name, String value) {
        facts.put(name, List.of(value));
        return facts;
    }

    private ToldEvent event(long seq, Map<String, List<String>> facts, String kind, Instant occurred) {
        String focus = facts.getOrDefault("focus", List.of()).get(0);
        return new ToldEvent(seq, kind, focus, patient, occurred, new Facts(facts), null);
    }

    /** Appends it and fans it out; whether it had been told. */
    private boolean told(Map<String, List<String>> facts, String kind, Instant occurred) {
        ToldEvent event = event(0, facts, kind, occurred);
        UUID id = UUID.randomUUID();
        new EventOutbox(jdbc, new InProcessSignal(), InstantSource.system())
                .append(List.of(new HubEvent(id, kind, event.focus(), "1", patient, occurred, null, event.facts())));
        long seq = jdbc.queryForObject("select seq from hub.event where id = ?", Long.class, id);
        TwiceTold twiceTold = new TwiceTold(jdbc, InstantSource.system());
        Map<Long, Long> duplicates = twiceTold.among(List.of(event(seq, facts, kind, occurred)));
        twiceTold.mark(duplicates);
        jdbc.update("update hub.event set fanned_out_at = ? where seq = ?", OffsetDateTime.now(), seq);
        return duplicates.containsKey(seq);
    }
}
