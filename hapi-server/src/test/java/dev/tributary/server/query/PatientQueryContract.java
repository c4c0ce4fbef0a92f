package dev.tributary.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.List;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** What a system is told that asks over HL7 v2, on one database: IH-01, IH-02, IH-05 in their older form (ITI-9, ITI-21). */
abstract class PatientQueryContract {

    abstract HubUnderTest hub();

    private Stay admitted() {
        var stay = Stay.ofSomebody();
        var message = stay.adt("A01", "202401010800", "WEST");
        hub().source("hospital").hl7v2(message).expect(200);
        hub().journal().settle(message);
        return stay;
    }

    private static V2 query(String event, String... segments) {
        return V2.of("HOSP", "QBP^" + event + "^QBP_Q21", "202401010900", segments);
    }

    private static V2 pix(String cx, String domains) {
        return query("Q23", "QPD|IHE PIX Query|tag7|" + cx + "|" + domains, "RCP|I");
    }

    private List<String> ask(V2 query, int status) {
        var answer = hub().source("hospital").hl7v2(query).expect(status).body();
        return List.of(answer.split("\r"));
    }

    private static String line(List<String> answer, String segment) {
        return answer.stream()
                .filter(line -> line.startsWith(segment + "|"))
                .findFirst()
                .orElse("none");
    }

    /** ITI-9 case 1: the other numbers of the person, in the domains asked for, and no name. */
    @Test
    void pixQuery_tellsTheOtherNumbers() {
        var stay = admitted();
        var query = pix(stay.mrn() + "^^^HOSP^MR", "^^^USSSA");
        var answer = ask(query, 200);

        assertThat(line(answer, "MSH")).contains("|RSP^K23^RSP_K23|");
        assertThat(line(answer, "MSA")).isEqualTo("MSA|AA|" + query.controlId());
        assertThat(line(answer, "QAK")).startsWith("QAK|tag7|OK");
        assertThat(line(answer, "QPD")).isEqualTo("QPD|IHE PIX Query|tag7|" + stay.mrn() + "^^^HOSP^MR|^^^USSSA");
        assertThat(line(answer, "PID")).isEqualTo("PID|||" + stay.ssn() + "^^^USSSA^SS||~^^^^^^S");
        var kept = hub().journal().settle(query);
        assertThat(kept.path("state").asText()).isEqualTo("applied");
        assertThat(kept.path("trigger").asText()).isEqualTo("QBP^Q23");
    }

    /** ITI-9 cases 2 to 5. */
    @Test
    void pixQuery_saysWhyNobodyIsTold() {
        var stay = admitted();
        var nobodyThere = ask(pix(stay.mrn() + "^^^HOSP^MR", "^^^HOSP"), 200);
        assertThat(line(nobodyThere, "QAK")).startsWith("QAK|tag7|NF");
        assertThat(line(nobodyThere, "PID")).isEqualTo("none");

        var unknown = ask(pix("X" + stay.mrn() + "^^^HOSP^MR", ""), 400);
        assertThat(line(unknown, "MSA")).startsWith("MSA|AE|");
        assertThat(line(unknown, "QAK")).isEqualTo("QAK|tag7|AE");
        assertThat(line(unknown, "ERR")).startsWith("ERR||QPD^1^3^1^1|204^Unknown key identifier^HL70357|E");

        var noDomain = ask(pix(stay.mrn() + "^^^NOWHERE^MR", ""), 400);
        assertThat(line(noDomain, "ERR")).startsWith("ERR||QPD^1^3^1^4|204^");
        var noTarget = ask(pix(stay.mrn() + "^^^HOSP^MR", "^^^USSSA~^^^NOWHERE"), 400);
        assertThat(line(noTarget, "ERR")).startsWith("ERR||QPD^1^4^2|204^");
    }

    /** ITI-21: what is asked must all fit; what does not fit into one answer is told when it is asked for. */
    @Test
    void demographicsQuery_findsByNameAndBirthDate_pageByPage() {
        var family = "Zq" + Stay.uniqueLetters();
        person(family, "Alba", "1951-02-03");
        person(family, "Bruno", "1972-11-30");

        var one = ask(
                query("Q22", "QPD|IHE PDQ Query|t1|@PID.5.1^" + family + "~@PID.7^19511203~@PID.8^F", "RCP|I"), 200);
        assertThat(line(one, "QAK")).isEqualTo("QAK|t1|NF||0|0|0");
        var found = ask(query("Q22", "QPD|IHE PDQ Query|t2|@PID.5.1.1^" + family + "~@PID.7.1^19510203", "RCP|I"), 200);
        assertThat(line(found, "MSH")).contains("|RSP^K22^RSP_K21|");
        assertThat(line(found, "QAK")).isEqualTo("QAK|t2|OK||1|1|0");
        assertThat(line(found, "PID")).contains(family + "^Alba", "|19510203|F|");

        var ask = "QPD|IHE PDQ Query|t3|@PID.5.1^" + family + "*";
        var first = ask(query("Q22", ask, "RCP|I|1^RD"), 200);
        assertThat(line(first, "QAK")).isEqualTo("QAK|t3|OK||2|1|1");
        assertThat(line(first, "DSC")).isEqualTo("DSC|1|I");
        var second = ask(query("Q22", ask, "RCP|I|1^RD", "DSC|1|I"), 200);
        assertThat(line(second, "DSC")).isEqualTo("none");
        assertThat(line(second, "PID")).isNotEqualTo(line(first, "PID"));
    }

    private void person(String family, String given, String birthDate) {
        var own = "Z" + Stay.unique();
        var patient = new Patient();
        patient.setId(own);
        patient.addIdentifier().setSystem("https://clinic.example/patient").setValue(own);
        patient.addName().setFamily(family).addGiven(given);
        patient.setBirthDateElement(new DateType(birthDate));
        patient.setGender(org.hl7.fhir.r4.model.Enumerations.AdministrativeGender.FEMALE);
        hub().source("clinic").put("/fhir/Patient/" + own, patient).expect(201);
    }

    @Test
    void whatCannotBeAsked_isRefusedWithItsPlace() {
        var answer =
                ask(query("Q22", "QPD|IHE PDQ Query|t1|@PID.7^tomorrow~@PID.18.1^77|||||^^^NOWHERE", "RCP|I"), 400);
        assertThat(answer.stream().filter(line -> line.startsWith("ERR|")))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("ERR||QPD^1^8^1|204^"))
                .anyMatch(line -> line.startsWith("ERR||QPD^1^3^1|102^"))
                .anyMatch(line -> line.startsWith("ERR||QPD^1^3^2|103^"));
        assertThat(line(ask(query("Q22", "QPD|IHE PDQ Query|t2"), 400), "ERR")).startsWith("ERR||QPD^1^3|101^");
        assertThat(line(ask(query("Q23", "RCP|I"), 400), "ERR")).startsWith("ERR||QPD^1|100^");
    }

    /** Only sources whose file says so may ask. */
    @Test
    void aSourceThatMayNotQuery_isRejectedAndTheJournalSaysSo() {
        var stay = admitted();
        var query = V2.of(
                "LAB",
                "QBP^Q23^QBP_Q21",
                "202401010900",
                "QPD|IHE PIX Query|tag7|" + stay.mrn() + "^^^HOSP^MR",
                "RCP|I");
        var answer = hub().source("laboratory").hl7v2(query).expect(400).body();

        assertThat(answer).contains("MSA|AR|" + query.controlId()).doesNotContain(stay.ssn(), "PID|");
        assertThat(hub().journal().settle(query).path("state").asText()).isEqualTo("rejected");
    }

    @Test
    void overMllp_theAnswerComesOnTheSameConnection() {
        var stay = admitted();
        try (var line = hub().mllp()) {
            assertThat(line.exchange(pix(stay.mrn() + "^^^HOSP^MR", "")))
                    .contains("QAK|tag7|OK", stay.ssn() + "^^^USSSA^SS");
        }
    }
}
