package dev.tributary.subscriptions;

import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static dev.tributary.subscriptions.Subscriptions.withFilter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.quieting.QuietingReader;
import dev.tributary.subscriptions.registry.PatientAliases;
import dev.tributary.subscriptions.registry.Validation;
import dev.tributary.subscriptions.rosters.RosterKey;
import dev.tributary.subscriptions.rosters.RosterLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who gets which number, whatever the database. */
abstract class FanOutContract {

    private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode|";
    private static final String ICD = "http://hl7.org/fhir/sid/icd-10|";

    private Hub hub;
    private FanOut fanOut;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        hub = new Hub(database());
        fanOut = hub.fanOut();
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
    }

    private static Subscription filtered(String... filters) {
        Subscription subscription = toDischarges("http://127.0.0.1:1/x", "id-only");
        for (String filter : filters) {
            withFilter(subscription, filter);
        }
        return subscription;
    }

    private void drain() {
        fanOut.drain(() -> {});
    }

    /** Focuses in the order of a subscription's numbers. */
    private List<String> got(String subscription) {
        drain();
        return hub.jdbc.queryForList("""
                select e.focus from hub.notification n join hub.event e on e.seq = n.event_seq
                where n.subscription_id = ? order by n.event_number
                """, String.class, subscription);
    }

    @Test
    @DisplayName("SB-13: an event reaches those whose filters all hold, and nobody else")
    void filters_allHold() {
        hub.counting("all", filtered());
        hub.counting("class", filtered("Encounter?class=IMP,ACUTE"));
        hub.counting("not", filtered("Encounter?class:not=IMP"));
        hub.counting("two", filtered("Encounter?class=IMP", "Encounter?patient=Patient/p1"));
        hub.counting("one-text", filtered("Encounter?class=IMP&patient=Patient/p1,Patient/p9"));
        hub.counting("facility", filtered("Encounter?service-provider=Organization/o1"));
        hub.counting("ward", filtered("Encounter?location=Location/w1"));
        hub.counting("pcp", filtered("Encounter?patient.general-practitioner=Practitioner/d1"));
        hub.counting("attending", filtered("Encounter?participant=Practitioner/d2"));
        hub.counting("code", filtered("Encounter?diagnosis=" + ICD + "I50.9"));
        hub.counting("codes", filtered("Encounter?diagnosis:in=" + Codes.HEART_FAILURE));
        hub.counting("old", filtered("Encounter?patient.age=ge65"));
        hub.counting("young", filtered("Patient?age=lt18"));

        hub.discharge(
                "e1",
                "p1",
                Map.of(
                        "class", List.of(ACT + "IMP"),
                        "service-provider", List.of("Organization/o1"),
                        "location", List.of("Location/b7", "Location/w1"),
                        "participant", List.of("Practitioner/d3", "Practitioner/d2"),
                        "patient.general-practitioner", List.of("Practitioner/d1"),
                        "patient.birthdate", List.of("1950"),
                        "diagnosis", List.of("http://snomed.info/sct|84114007", ICD + "I50.9")));
        hub.discharge("e2", "p2", Map.of("class", List.of(ACT + "AMB"), "diagnosis", List.of("urn:other|I50.9")));
        hub.discharge("e3", "p9", Map.of("class", List.of(ACT + "IMP"), "patient.birthdate", List.of("2020-05-01")));

        assertThat(got("all")).containsExactly("Encounter/e1", "Encounter/e2", "Encounter/e3");
        assertThat(got("class")).containsExactly("Encounter/e1", "Encounter/e3");
        assertThat(got("not")).containsExactly("Encounter/e2");
        assertThat(got("two")).containsExactly("Encounter/e1");
        assertThat(got("one-text")).containsExactly("Encounter/e1", "Encounter/e3");
        assertThat(got("young")).containsExactly("Encounter/e3");
        for (String id : List.of("facility", "ward", "pcp", "attending", "code", "codes", "old")) {
            assertThat(got(id)).as(id).containsExactly("Encounter/e1");
        }
    }

    @Test
    @DisplayName(
            "SB-03: a filter that the topic does not allow, or that cannot be evaluated, is refused with the reason")
    void whatCannotBeEvaluated_isRefused() {
        Map.of(
                        "Encounter?length=5", "cannot be filtered by Encounter?length",
                        "Observation?code=1", "cannot be filtered by Observation?code",
                        "Encounter?class:above=IMP", "modifier is not supported",
                        "Encounter?patient.age=old", "number of years",
                        "Encounter?diagnosis:in=http://example.org/none", "There is no ValueSet",
                        "Encounter?patient:in=Group/none", "There is no Group/none",
                        "Encounter?roster=mine", "there is no roster",
                        "Encounter?class", "written like a search",
                        "Encounter?class=%ZZ", "written like a search",
                        "Encounter?location=a b", "must be a reference")
                .forEach((filter, reason) -> assertThat(
                                hub.registry.validate(filtered(filter), "owner").problems())
                        .as(filter)
                        .singleElement()
                        .extracting(Validation.Problem::text)
                        .asString()
                        .contains(reason));
        assertThat(hub.registry
                        .validate(filtered("Encounter?length=5"), "owner")
                        .problems()
                        .get(0)
                        .text())
                .contains("Encounter?class", "Encounter?patient", "Encounter?diagnosis");
    }

    @Test
    @DisplayName(
            "SB-13: a subscription whose ValueSet does not answer is told so; nobody waits, and it goes on when that is back")
    void aFilterThatCannotBeEvaluated_isNeverSilent() {
        hub.counting("codes", filtered("Encounter?diagnosis:in=" + Codes.HEART_FAILURE));
        hub.counting("all", filtered());
        Map<String, String> told = new TreeMap<>();
        fanOut.onUnanswered(told::put);
        Map<String, List<String>> heartFailure = Map.of("diagnosis", List.of(ICD + "I50.9"));

        hub.codes.away = true;
        hub.discharge("e1", "p1", heartFailure);
        assertThat(got("all")).containsExactly("Encounter/e1");
        assertThat(got("codes")).isEmpty();
        assertThat(told).containsOnlyKeys("codes");
        assertThat(told.get("codes")).contains(Codes.HEART_FAILURE);

        hub.codes.away = false;
        hub.discharge("e2", "p1", heartFailure);
        assertThat(got("codes")).containsExactly("Encounter/e2");
    }

    @Test
    void aMergedPatient_isFollowedByTheOldId_untilTheSplit() {
        hub.counting("old", filtered("Encounter?patient=Patient/old"));
        PatientAliases aliases = new PatientAliases(hub.jdbc);
        hub.discharge("e1", "old", Map.of());
        drain();
        hub.transactions.executeWithoutResult(tx -> aliases.replace("Patient/old", "Patient/heir"));
        hub.discharge("e2", "heir", Map.of());
        drain();
        hub.transactions.executeWithoutResult(tx -> aliases.revive("Patient/old"));
        hub.discharge("e3", "heir", Map.of());
        hub.discharge("e4", "old", Map.of());
        assertThat(got("old")).containsExactly("Encounter/e1", "Encounter/e2", "Encounter/e4");
    }

    private void upload(String owner, String name, RosterLine... lines) {
        hub.transactions.executeWithoutResult(tx -> hub.rosters.put(owner, name, List.of(lines)));
        while (hub.matching.matchNew() > 0) {
            // Until every line was looked at.
        }
    }

    private static RosterLine mrn(int line, String value) {
        return new RosterLine(line, RosterKey.ofIdentifier("urn:mrn", value), Optional.empty());
    }

    private static RosterLine named(int line, String family, String given, String born) {
        return new RosterLine(line, Optional.empty(), RosterKey.ofPerson(family, given, born));
    }

    @Test
    void anUploadedRoster_isFollowed_alsoPatientsWhoComeLater() {
        hub.people.are("Patient/p1", RosterKey.ofIdentifier("urn:mrn", "1").orElseThrow());
        upload("owner", "diabetics", mrn(1, "1"), mrn(2, "2"), named(3, "Müller-Lüdenscheidt", "Änne", "1950-03-01"));
        assertThat(hub.rosters.find("owner", "diabetics").orElseThrow().matched())
                .isEqualTo(1);
        assertThat(hub.rosters.openLines(hub.rosters.id("owner", "diabetics").orElseThrow(), 10))
                .containsExactly(2, 3);
        hub.counting("panel", filtered("Encounter?roster=diabetics"));
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e2", "p2", Map.of());
        assertThat(got("panel")).containsExactly("Encounter/e1");

        hub.people.are("Patient/p2", RosterKey.ofIdentifier("urn:mrn", "2").orElseThrow());
        hub.people.are(
                "Patient/p3",
                RosterKey.ofPerson("muller ludenscheidt", "anne", "1950-03-01").orElseThrow());
        hub.discharge("e3", "p2", Map.of());
        hub.discharge("e4", "p3", Map.of());
        assertThat(got("panel")).containsExactly("Encounter/e1", "Encounter/e3", "Encounter/e4");
        assertThat(hub.rosters.find("owner", "diabetics").orElseThrow().unmatched())
                .isZero();

        int asked = hub.people.asked;
        hub.discharge("e5", "p4", Map.of());
        drain();
        assertThat(hub.people.asked).as("no line is open, so nobody is asked").isEqualTo(asked);
    }

    @Test
    void aRosterChange_takesEffectWithTheNextEvent() {
        hub.people.are("Patient/p1", RosterKey.ofIdentifier("urn:mrn", "1").orElseThrow());
        hub.people.are("Patient/p2", RosterKey.ofIdentifier("urn:mrn", "2").orElseThrow());
        upload("owner", "mine", mrn(1, "1"));
        hub.counting("panel", filtered("roster=mine"));
        hub.discharge("e1", "p1", Map.of());
        drain();
        upload("owner", "mine", mrn(1, "2"));
        hub.discharge("e2", "p1", Map.of());
        hub.discharge("e3", "p2", Map.of());
        assertThat(got("panel")).containsExactly("Encounter/e1", "Encounter/e3");
    }

    @Test
    void aLineThatSeveralAnswerTo_meansNobody() {
        RosterKey key = RosterKey.ofPerson("Meier", "Anna", "1950-03-01").orElseThrow();
        hub.people.are("Patient/p1", key);
        hub.people.are("Patient/p2", key);
        upload("owner", "mine", named(1, "Meier", "Anna", "1950-03-01"));
        assertThat(hub.rosters.find("owner", "mine").orElseThrow().ambiguous()).isEqualTo(1);
        hub.counting("panel", filtered("roster=mine"));
        hub.discharge("e1", "p1", Map.of());
        assertThat(got("panel")).isEmpty();
    }

    @Test
    void afterASplit_aLineMeansWhomItsNumberWentTo() {
        RosterKey key = RosterKey.ofIdentifier("urn:mrn", "1").orElseThrow();
        hub.people.are("Patient/p1", key);
        upload("owner", "mine", mrn(1, "1"));
        hub.counting("panel", filtered("roster=mine"));
        hub.people.isGone("Patient/p1");
        hub.people.are("Patient/p2", key);
        hub.append(EventKind.PATIENT_SPLIT.code(), "x", "p1", Map.of());
        drain();
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e2", "p2", Map.of());
        assertThat(got("panel")).containsExactly("Encounter/e2");
    }

    @Test
    @DisplayName("SB-15: a roster is its owner's own")
    void somebodyElsesRoster_cannotBeFollowed() {
        upload("somebody", "mine", mrn(1, "1"));
        assertThat(hub.registry.validate(filtered("roster=mine"), "owner").problems())
                .hasSize(1);
        assertThat(hub.rosters.list("owner")).isEmpty();
        assertThat(hub.rosters.list(null)).hasSize(1);
    }

    @Test
    void aGroup_isFollowed_andItsChangesTakeEffectWithTheNextEvent() {
        hub.panels.members.put("Group/g1", List.of("Patient/p1"));
        hub.counting("panel", filtered("Encounter?patient:in=Group/g1"));
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e2", "p2", Map.of());
        drain();
        hub.transactions.executeWithoutResult(tx -> hub.rosters.putPanel("Group/g1", List.of("Patient/p2")));
        hub.discharge("e3", "p1", Map.of());
        hub.discharge("e4", "p2", Map.of());
        assertThat(got("panel")).containsExactly("Encounter/e1", "Encounter/e4");
    }

    private static Subscription quieted(String part, Type value, Object... more) {
        Subscription subscription = filtered();
        Extension extension = subscription.addExtension().setUrl(QuietingReader.URL);
        extension.addExtension(part, value);
        for (int i = 0; i < more.length; i += 2) {
            extension.addExtension((String) more[i], (Type) more[i + 1]);
        }
        return subscription;
    }

    private List<Map<String, Object>> suppressed(String subscription) {
        return hub.jdbc.queryForList(
                "select focus, reason from hub.suppression where subscription_id = ? order by id", subscription);
    }

    @Test
    @DisplayName("SB-09: one alert per episode; what is suppressed takes no number and is listed")
    void onePerEpisode_suppressesTheRest() {
        hub.counting("one", quieted("one-per-episode", new BooleanType(true)));
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e2", "p1", Map.of());
        drain();
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e3", "p1", Map.of());
        assertThat(got("one")).containsExactly("Encounter/e1", "Encounter/e2", "Encounter/e3");
        assertThat(hub.subscriptions.find("one").orElseThrow().eventsSinceStart())
                .isEqualTo(3);
        assertThat(suppressed("one")).hasSize(2).allMatch(row -> row.containsValue("episode"));
    }

    @Test
    @DisplayName("Once what it was alerted of is taken back, the next event of an episode is its first")
    void onePerEpisode_beginsAnewAfterACorrection() {
        hub.counting("one", quieted("one-per-episode", new BooleanType(true)));
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e1", "p1", Map.of());
        correction(EventKind.ENCOUNTER_CORRECTED, "e1", "discharge", Map.of());
        hub.discharge("e1", "p1", Map.of());
        drain();
        correction(EventKind.ENCOUNTER_CORRECTED, "e1", "discharge", Map.of());
        drain();
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e1", "p1", Map.of());
        assertThat(kinds("one"))
                .containsExactly("discharge", "encounter-corrected", "discharge", "encounter-corrected", "discharge");
        assertThat(suppressed("one")).hasSize(2);
    }

    @Test
    @DisplayName("Whoever was told by one feed is told when the other takes it back, once, in one batch and in several")
    void aCorrectionOfTheOtherFeed_isToldToo() {
        hub.counting("s", toDischarges("http://127.0.0.1:1/x", "id-only"));
        for (boolean severalBatches : List.of(true, false)) {
            String stay = severalBatches ? "a" : "b";
            Map<String, List<String>> one = feed("one", stay);
            Map<String, List<String>> two = feed("two", stay);
            Runnable between = severalBatches ? this::drain : () -> {};
            hub.discharge(stay + "1", "p1", one);
            between.run();
            hub.discharge(stay + "2", "p1", two);
            between.run();
            correction(EventKind.ENCOUNTER_CANCELLED, stay + "2", "discharge", two);
            between.run();
            correction(EventKind.ENCOUNTER_CANCELLED, stay + "1", "discharge", one);
            drain();
        }
        assertThat(got("s")).containsExactly("Encounter/a1", "Encounter/a2", "Encounter/b1", "Encounter/b2");
    }

    private static Map<String, List<String>> feed(String source, String visit) {
        return Map.of("_source", List.of(source), "identifier", List.of("urn:v|100" + visit), "class", List.of("|IMP"));
    }

    private void correction(EventKind kind, String encounter, String corrected, Map<String, List<String>> facts) {
        hub.transactions.executeWithoutResult(tx -> hub.outbox.append(List.of(new HubEvent(
                UUID.randomUUID(),
                kind.code(),
                "Encounter/" + encounter,
                "3",
                "Patient/p1",
                hub.clock.instant(),
                null,
                new Facts(facts),
                Set.of(corrected)))));
    }

    private List<String> kinds(String subscription) {
        drain();
        return hub.jdbc.queryForList("""
                select e.kind from hub.notification n join hub.event e on e.seq = n.event_seq
                where n.subscription_id = ? order by n.event_number
                """, String.class, subscription);
    }

    @Test
    void minimumSeverity_suppressesTheLessSevere() {
        hub.counting("urgent", quieted("minimum-severity", new CodeType("urgent")));
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e2", "p1", Map.of("interpretation", List.of("http://x|HH")));
        assertThat(got("urgent")).containsExactly("Encounter/e2");
        assertThat(suppressed("urgent"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsValue("severity"));
    }

    private List<Optional<Instant>> held(String subscription) {
        drain();
        return hub.jdbc.query(
                "select not_before from hub.notification where subscription_id = ? order by event_number",
                (row, index) -> Optional.ofNullable(row.getTimestamp(1)).map(java.sql.Timestamp::toInstant),
                subscription);
    }

    @Test
    void maximumRate_holdsTheRestWithItsNumbers() {
        hub.counting("two", quieted("most-per-hour", new PositiveIntType(2)));
        for (int i = 1; i <= 4; i++) {
            hub.discharge("e" + i, "p1", Map.of());
        }
        List<Optional<Instant>> held = held("two");
        assertThat(held.subList(0, 2)).allMatch(Optional::isEmpty);
        assertThat(held.get(2)).isPresent().isEqualTo(held.get(3));
        hub.clock.advance(Duration.ofMinutes(61));
        hub.discharge("e5", "p1", Map.of());
        assertThat(held("two").get(4)).isEmpty();
    }

    @Test
    void whatIsUrgent_takesAlongWhatIsHeld() {
        hub.counting("digest", quieted("digest", new CodeType("hourly"), "pass-severity", new CodeType("urgent")));
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e2", "p1", Map.of());
        assertThat(held("digest")).hasSize(2).allMatch(Optional::isPresent);
        hub.discharge("e3", "p1", Map.of("interpretation", List.of("http://x|LL")));
        assertThat(held("digest")).hasSize(3).allMatch(Optional::isEmpty);
    }

    @Test
    @DisplayName("What an event costs grows with who wants it, not with how many subscriptions its topic has")
    void candidates_areFoundByTheIndex() {
        for (int i = 0; i < 2_000; i++) {
            hub.counting("s" + i, filtered("Encounter?patient=Patient/p" + (i / 10)));
        }
        CountedRows counted = new CountedRows();
        var dataSource = counted.over(hub.dataSource);
        FanOut watched = new FanOut(
                new JdbcTemplate(dataSource),
                new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
                hub.fanOutParts(),
                hub.clock);
        hub.discharge("e1", "p7", Map.of("class", List.of(ACT + "IMP"), "location", List.of("Location/w1")));
        watched.drain(() -> {});
        assertThat(hub.log.list(null, null, 100)).hasSize(10);
        assertThat(counted.rows()).as("rows read").isLessThan(30);
        assertThat(counted.statements()).as("statements").isLessThan(20);
    }
}
