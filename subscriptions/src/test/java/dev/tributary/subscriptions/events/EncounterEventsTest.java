package dev.tributary.subscriptions.events;

import static dev.tributary.subscriptions.events.EventKind.ADMISSION;
import static dev.tributary.subscriptions.events.EventKind.DISCHARGE;
import static dev.tributary.subscriptions.events.EventKind.EMERGENCY_VISIT;
import static dev.tributary.subscriptions.events.EventKind.ENCOUNTER_CANCELLED;
import static dev.tributary.subscriptions.events.EventKind.ENCOUNTER_CORRECTED;
import static dev.tributary.subscriptions.events.EventKind.ENCOUNTER_START;
import static dev.tributary.subscriptions.events.EventKind.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncounterEventsTest {

    private static final Map<String, Resource> PLACES = Map.of(
            "Location/west", place("wa", "West Wing"),
            "Location/west-1-1", place("bd", "West Wing 1 1"),
            "Location/west-2-2", place("bd", "WEST WING 2 2"),
            "Location/east-1-1", place("bd", "East Wing 1 1"),
            "Location/a", place("bd", "A").setPartOf(new Reference("Location/west")),
            "Location/b", place("bd", "B").setPartOf(new Reference("Location/room")),
            "Location/room", place("ro", "Room 9").setPartOf(new Reference("Location/west")));

    private static Location place(String kind, String name) {
        Location place = new Location().setName(name);
        place.getPhysicalType().addCoding().setCode(kind);
        return place;
    }

    static Stream<Arguments> courses() {
        return Stream.of(
                arguments("A01: new inpatient", null, stay(), List.of(ENCOUNTER_START, ADMISSION)),
                arguments("A04: new outpatient", null, visit(), List.of(ENCOUNTER_START)),
                arguments(
                        "A01 after A05",
                        status(stay(), EncounterStatus.PLANNED),
                        stay(),
                        List.of(ENCOUNTER_START, ADMISSION)),
                arguments("planned only", null, status(stay(), EncounterStatus.PLANNED), List.of()),
                arguments("A06: outpatient becomes inpatient", visit(), stay(), List.of(ADMISSION)),
                arguments(
                        "AL-07: emergency becomes inpatient",
                        clazz(stay(), "EMER"),
                        stay(),
                        List.of(ADMISSION, TRANSFER)),
                arguments("A02: another ward", stay(), at(stay(), "loc-2", "WARD-4 / 1 / A"), List.of(TRANSFER)),
                arguments("AL-07: another bed of the ward", stay(), at(stay(), "loc-3", "ward-3 / 12 / C"), List.of()),
                arguments(
                        "AL-07: another bed, by the Locations that are made of PL",
                        at(stay(), "west-1-1", "West Wing 1 1"),
                        at(stay(), "west-2-2", "West Wing 2 2"),
                        List.of()),
                arguments(
                        "A02: another ward, by the Locations that are made of PL",
                        at(stay(), "west-1-1", "West Wing 1 1"),
                        at(stay(), "east-1-1", "East Wing 1 1"),
                        List.of(TRANSFER)),
                arguments(
                        "A02: from a ward to a bed of it",
                        at(stay(), "west", "West Wing"),
                        at(stay(), "west-1-1", "West Wing 1 1"),
                        List.of()),
                arguments(
                        "AL-07: another bed, by the ward that it is part of",
                        at(stay(), "a", "A"),
                        at(stay(), "b", "B"),
                        List.of()),
                arguments("AL-07: another facility", stay(), facility(stay(), "org-2"), List.of(TRANSFER)),
                arguments(
                        "another Location, names unknown",
                        at(stay(), "l1", null),
                        at(stay(), "l2", null),
                        List.of(TRANSFER)),
                arguments("ward unknown before", nowhere(), stay(), List.of()),
                arguments("ward left out in an update", stay(), nowhere(), List.of()),
                arguments("A08: the same again", stay(), stay(), List.of()),
                arguments("A04 of class E", null, clazz(stay(), "EMER"), List.of(ENCOUNTER_START, EMERGENCY_VISIT)),
                arguments("A08 of class E", clazz(stay(), "EMER"), clazz(stay(), "EMER"), List.of()),
                arguments("deleted", stay(), null, List.of(ENCOUNTER_CANCELLED)),
                arguments("A21: on leave", stay(), status(stay(), EncounterStatus.ONLEAVE), List.of()));
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                arguments("A03", stay(), finished("2026-03-01"), List.of(DISCHARGE)),
                arguments("A03, first heard of", null, finished("2026-03-01"), List.of(DISCHARGE)),
                arguments("A03 again", finished("2026-03-01"), finished("2026-03-01"), List.of()),
                arguments("AL-12: A13", finished("2026-03-01"), stay(), List.of(ENCOUNTER_CORRECTED)),
                arguments("another end", finished("2026-03-01"), finished("2026-03-02"), List.of(ENCOUNTER_CORRECTED)),
                arguments(
                        "another disposition",
                        finished("2026-03-01"),
                        toHospice("2026-03-01"),
                        List.of(ENCOUNTER_CORRECTED)),
                arguments(
                        "AL-12: A11", stay(), status(stay(), EncounterStatus.CANCELLED), List.of(ENCOUNTER_CANCELLED)),
                arguments(
                        "never was",
                        stay(),
                        status(stay(), EncounterStatus.ENTEREDINERROR),
                        List.of(ENCOUNTER_CANCELLED)),
                arguments("A11 of nothing known", null, status(stay(), EncounterStatus.CANCELLED), List.of()),
                arguments(
                        "A11 again",
                        status(stay(), EncounterStatus.CANCELLED),
                        status(stay(), EncounterStatus.ENTEREDINERROR),
                        List.of()),
                arguments(
                        "not cancelled after all",
                        status(stay(), EncounterStatus.CANCELLED),
                        stay(),
                        List.of(ENCOUNTER_CORRECTED)),
                arguments(
                        "finished after all",
                        status(stay(), EncounterStatus.CANCELLED),
                        finished("2026-03-01"),
                        List.of(ENCOUNTER_CORRECTED)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"courses", "endings"})
    @DisplayName("AL-07, AL-12: each change of an encounter gives its events and no other")
    void eachChange_givesItsEvents(String name, Encounter before, Encounter after, List<EventKind> expected) {
        assertThat(detect(before, after)).extracting(Detection::kind).containsExactlyElementsOf(expected);
    }

    @Test
    @DisplayName("AL-12: a correction names what it takes back")
    void aCorrection_namesWhatItTakesBack() {
        assertThat(detect(finished("2026-03-01"), stay()))
                .containsExactly(Detection.correcting(ENCOUNTER_CORRECTED, DISCHARGE));
        assertThat(detect(finished("2026-03-01"), finished("2026-03-02")))
                .containsExactly(Detection.correcting(ENCOUNTER_CORRECTED, DISCHARGE));
        assertThat(detect(status(stay(), EncounterStatus.CANCELLED), stay()))
                .containsExactly(Detection.correcting(ENCOUNTER_CORRECTED, ENCOUNTER_CANCELLED));
        assertThat(detect(stay(), status(stay(), EncounterStatus.CANCELLED)))
                .singleElement()
                .satisfies(each -> assertThat(each.corrects()).contains(ENCOUNTER_START, ADMISSION, DISCHARGE));
    }

    private static List<Detection> detect(@Nullable Encounter before, @Nullable Encounter after) {
        return EncounterEvents.detect(before, after, PLACES::get);
    }

    private static Encounter stay() {
        Encounter encounter = at(nowhere(), "loc-1", "WARD-3 / 12 / B");
        return facility(encounter, "org-1");
    }

    private static Encounter nowhere() {
        return clazz(status(new Encounter(), EncounterStatus.INPROGRESS), "IMP");
    }

    private static Encounter visit() {
        return clazz(stay(), "AMB");
    }

    private static Encounter finished(String end) {
        Encounter encounter = status(stay(), EncounterStatus.FINISHED);
        encounter.getPeriod().setEndElement(new DateTimeType(end));
        return encounter;
    }

    private static Encounter toHospice(String end) {
        Encounter encounter = finished(end);
        encounter.getHospitalization().getDischargeDisposition().addCoding().setCode("hosp");
        return encounter;
    }

    private static Encounter status(Encounter encounter, EncounterStatus status) {
        return encounter.setStatus(status);
    }

    private static Encounter clazz(Encounter encounter, String code) {
        encounter.getClass_().setCode(code);
        return encounter;
    }

    private static Encounter facility(Encounter encounter, String organization) {
        encounter.getServiceProvider().setReference("Organization/" + organization);
        return encounter;
    }

    private static Encounter at(Encounter encounter, String location, String display) {
        encounter.getLocation().forEach(l -> l.setStatus(EncounterLocationStatus.COMPLETED));
        encounter
                .addLocation()
                .setStatus(EncounterLocationStatus.ACTIVE)
                .getLocation()
                .setReference("Location/" + location)
                .setDisplay(display);
        return encounter;
    }
}
