package dev.tributary.subscriptions.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.subscriptions.context.Record;
import dev.tributary.subscriptions.context.Stay;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.UriType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdtMessagesTest {

    private final AdtMessages messages = new AdtMessages("https://hub.example/fhir");
    private final Record record = Stay.finished();

    private List<String> segments(String kind) {
        return segments(kind, V2Destination.of(new Subscription()));
    }

    private List<String> segments(String kind, V2Destination destination) {
        String focus = kind.startsWith("patient") ? "Patient/p1" : "Encounter/e1";
        String text = messages.build(record.about(kind, focus, "Patient/p1"), "s1", destination)
                .orElseThrow()
                .text();
        assertThat(text).endsWith("\r").doesNotContain("\n");
        return text.lines().toList();
    }

    private String segment(String kind, String name) {
        return segments(kind).stream()
                .filter(segment -> segment.startsWith(name))
                .findFirst()
                .orElse("");
    }

    @Test
    @DisplayName("V2-07: the cancellation of a visit that was deleted still says which visit it was")
    void deletedVisit_isCancelled() {
        String visit = segment("encounter-cancelled", "PV1").split("\\|")[19];
        record.delete("Encounter/e1", "1");

        String text = messages.build(
                        record.aboutDeleted("encounter-cancelled", "Encounter/e1", "Patient/p1"),
                        "s1",
                        V2Destination.of(new Subscription()))
                .orElseThrow()
                .text();

        assertThat(text).contains("|ADT^A11^ADT_A09|");
        assertThat(text.lines()
                        .filter(line -> line.startsWith("PV1"))
                        .findFirst()
                        .orElse(""))
                .contains("|" + visit + "|");
    }

    @Test
    @DisplayName("V2-07: each event has its trigger, and its structure in MSH-9")
    void eachEvent_hasItsTrigger() {
        Map<String, String> expected = Map.of(
                "encounter-start", "ADT^A01^ADT_A01",
                "admission", "ADT^A01^ADT_A01",
                "transfer", "ADT^A02^ADT_A02",
                "discharge", "ADT^A03^ADT_A03",
                "emergency-visit", "ADT^A01^ADT_A01",
                "encounter-cancelled", "ADT^A11^ADT_A09",
                "encounter-corrected", "ADT^A08^ADT_A01",
                "patient-merged", "ADT^A40^ADT_A39");
        expected.forEach((kind, type) ->
                assertThat(segment(kind, "MSH").split("\\|")[8]).as(kind).isEqualTo(type));

        record.reads()
                .resources()
                .read("Encounter/e1", "")
                .ifPresent(visit -> ((Encounter) visit)
                        .setStatus(EncounterStatus.INPROGRESS)
                        .getClass_()
                        .setCode("EMER"));
        assertThat(segment("encounter-corrected", "MSH")).contains("|ADT^A13^ADT_A01|");
        assertThat(segment("encounter-start", "MSH")).contains("|ADT^A04^ADT_A01|");
    }

    @Test
    void header_namesBothSidesAndTheVersion() {
        Subscription subscription = new Subscription();
        Extension settings = subscription.getChannel().addExtension();
        settings.setUrl(V2Destination.URL);
        settings.addExtension("receiving-application", new StringType("EHR|1"));
        settings.addExtension("receiving-facility", new StringType("CLINIC"));
        settings.addExtension("acknowledgement", new StringType("enhanced"));
        assertThat(V2Destination.problems(subscription)).isEmpty();

        String msh = segments("discharge", V2Destination.of(subscription)).get(0);

        assertThat(msh)
                .startsWith("MSH|^~\\&|TRIBUTARY||EHR\\F\\1|CLINIC|20260305143002+0000||ADT^A03^ADT_A03|")
                .endsWith("|P|2.5.1|||AL|NE||UNICODE UTF-8");
    }

    @Test
    void settingsThatAreNotUnderstood_areRefused() {
        Subscription subscription = new Subscription();
        Extension settings = subscription.getChannel().addExtension();
        settings.setUrl(V2Destination.URL);
        settings.addExtension("recieving-facility", new StringType("CLINIC"));
        settings.addExtension("acknowledgement", new StringType("fast"));

        assertThat(V2Destination.problems(subscription)).hasSize(2);
    }

    @Test
    @DisplayName("V2-08: the destination's own number comes first, everything is escaped, the hub's id comes last")
    void patient_isEscapedAndKnownByTheDestinationsNumber() {
        Subscription subscription = new Subscription();
        Extension settings = subscription.getChannel().addExtension();
        settings.setUrl(V2Destination.URL);
        settings.addExtension("assigning-authority", new UriType(Stay.MRN));
        Extension namespace = settings.addExtension();
        namespace.setUrl("namespace");
        namespace.addExtension("system", new UriType(Stay.MRN));
        namespace.addExtension("id", new StringType("RIVER"));

        String pid = segments("discharge", V2Destination.of(subscription)).get(2);

        assertThat(pid.split("\\|")[3].split("~"))
                .containsExactly(
                        "R-1^^^RIVER&1.2.3.4&ISO",
                        "C\\F\\55^^^&2.16.840.1.999.1&ISO^MR",
                        "123456789^^^USSSA&2.16.840.1.113883.4.1&ISO^SS",
                        "p1^^^&https://hub.example/fhir/Patient&URI^PI");
        assertThat(pid).contains("|O\\S\\Brien\\E\\ \\T\\ Söhne^Ana^Maria^^^^L||19500203|F|");
        assertThat(pid).contains("|1 Main St^^Aurora^OH^44202||+1 330 555 0101^PRN^PH");
    }

    @Test
    @DisplayName("V2-08: a message about a death says so in PID-30, also when only the end of a visit tells of it")
    void death_isInPid30() {
        assertThat(segment("death", "PID")).endsWith("|Y");
        assertThat(segment("death-corrected", "PID")).endsWith("|N");
        assertThat(segment("discharge", "PID")).doesNotEndWith("|Y").doesNotEndWith("|N");
        record.reads()
                .resources()
                .read("Patient/p1", "")
                .ifPresent(person -> ((Patient) person).setDeceased(new DateTimeType("2026-03-05T15:30:00+01:00")));
        assertThat(segment("death", "PID")).endsWith("|20260305153000+0100|Y");
    }

    @Test
    @DisplayName("V2-06: class, places, attending, visit number, disposition and times are in PV1")
    void visit_isInPv1() {
        String[] pv1 = segment("discharge", "PV1").split("\\|");

        assertThat(pv1[2]).isEqualTo("I");
        assertThat(pv1[3]).isEqualTo("4 WEST^401^B^RIVERSIDE");
        assertThat(pv1[6]).isEqualTo("ED^^^RIVERSIDE");
        assertThat(pv1[7]).isEqualTo("1234567893^Hale^Nora^^^Dr^^^NPI&2.16.840.1.113883.4.6&ISO^^^^NPI");
        assertThat(pv1[19]).isEqualTo("V-9^^^&1.2.3.5&ISO");
        assertThat(pv1[36]).isEqualTo("01");
        assertThat(pv1[39]).isEqualTo("RIVERSIDE");
        assertThat(pv1[44]).isEqualTo("20260301080000+0100");
        assertThat(pv1[45]).isEqualTo("20260305153000+0100");
        assertThat(segment("discharge", "PV2")).isEqualTo("PV2|||^Shortness of breath");
    }

    @Test
    @DisplayName("V2-05: diagnoses, allergies and insurance go along where the structure has room")
    void details_goAlong() {
        assertThat(segment("discharge", "DG1")).isEqualTo("DG1|1||I50.9^Heart failure, unspecified^I10C|||W");
        assertThat(segment("discharge", "AL1")).isEqualTo("AL1|1||7980^Penicillin G^RXNORM");
        assertThat(segment("discharge", "IN1"))
                .startsWith("IN1|1||Blue Shield \\T\\ Sons|Blue Shield \\T\\ Sons|")
                .endsWith("|W-77");
        assertThat(segments("transfer")).hasSize(5);
    }

    @Test
    @DisplayName("V2-09: A40 names the survivor by its own numbers and the retired person in MRG")
    void merge_namesBoth() {
        Patient retired = new Patient();
        retired.setId("p0");
        retired.addIdentifier().setSystem(Stay.MRN).setValue("R-1");
        retired.addName().setFamily("Brien").addGiven("Ana");
        record.retire(retired);

        List<String> segments = segments("patient-merged");

        assertThat(segments).hasSize(4);
        assertThat(segments.get(2)).doesNotContain("R-1");
        assertThat(segments.get(3))
                .isEqualTo("MRG|R-1^^^&1.2.3.4&ISO~p0^^^&https://hub.example/fhir/Patient&URI^PI||||||Brien^Ana");
    }

    @Test
    void aRepeatedMessage_hasTheSameControlIdAndIsTheSame() {
        assertThat(segments("discharge")).isEqualTo(segments("discharge"));
        assertThat(AdtMessages.controlId("s1", 1)).hasSize(20).isNotEqualTo(AdtMessages.controlId("s2", 1));
        assertThat(AdtMessages.controlId("s1", 123456789)).hasSize(20).endsWith("-123456789");
    }

    @Test
    void whatCannotBeReadAnyMore_isNotTold() {
        record.remove("Encounter/e1");

        assertThat(messages.build(
                        record.about("discharge", "Encounter/e1", "Patient/p1"),
                        "s1",
                        V2Destination.of(new Subscription())))
                .isEmpty();
    }
}
