package dev.tributary.mapping.v2;

import static dev.tributary.mapping.v2.Fixtures.map;
import static dev.tributary.mapping.v2.Fixtures.msh;
import static dev.tributary.mapping.v2.Fixtures.only;
import static dev.tributary.mapping.v2.Fixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HL7's maps of data types and tables, row by row, where the golden cases do not show them. */
class GuideTypesTest {

    private static final String PID = "PID|1||M1^^^RIVERSIDE^MR||Doe^Ann";
    private static final String EXTENSION = "http://hl7.org/fhir/StructureDefinition/";

    /** V2-08. */
    @Test
    void checkDigit_isAnExtensionOfItsNumber() {
        var mapped = person("PID|1||M1^7^M11^RIVERSIDE^MR||Doe^Ann");
        var identifier = only(mapped, Patient.class).getIdentifierFirstRep();

        assertThat(identifier.getValue()).isEqualTo("M1");
        assertThat(identifier
                        .getExtensionByUrl(EXTENSION + "identifier-checkDigit")
                        .getValue()
                        .primitiveValue())
                .isEqualTo("7");
        assertThat(mapped.issues()).extracting(Issue::path).contains("PID-3.3");
    }

    @ParameterizedTest
    @CsvSource({
        "^PRN^PH^^1^860^5550101, phone:home:+1 860 5550101",
        "^PRN^PH^^^860^5550101^22, phone:home:860 5550101 X22",
        "^PRN^PH^^^^^^^^^8605550101, phone:home:8605550101",
        "(860)555-0101^WPN^CP, phone:mobile:(860)555-0101",
        "^PRN^SAT^^^860^5550101, other:home:860 5550101",
        "^NET^Internet^ann@example.org, email:home:ann@example.org",
        "^PRN^PH^ann@example.org, email:home:ann@example.org",
        "8605550101^PRN^PH^ann@example.org, phone:home:8605550101 email:home:ann@example.org",
        "8605550101^PRN^Internet^ann@example.org, phone:home:8605550101 email:home:ann@example.org",
        "^PRN^CP^5555^^^^^^^^8605550101, phone:mobile:8605550101"
    })
    void telecom_followsTheGuide(String xtn, String expected) {
        var points = only(person(PID + "||||||||" + xtn), Patient.class).getTelecom();

        assertThat(String.join(
                        " ",
                        points.stream()
                                .map(point -> point.getSystem().toCode() + ":"
                                        + point.getUse().toCode() + ":" + point.getValue())
                                .toList()))
                .isEqualTo(expected);
    }

    @Test
    void partsOfANumber_areExtensions() {
        var point = only(person(PID + "||||||||^PRN^PH^^1^860^5550101"), Patient.class)
                .getTelecomFirstRep();

        assertThat(List.of("country", "area", "local"))
                .extracting(part -> point.getExtensionByUrl(EXTENSION + "contactpoint-" + part)
                        .getValue()
                        .primitiveValue())
                .containsExactly("1", "860", "5550101");
    }

    @Test
    void anotherNumberInOneValue_isNamed() {
        var mapped = person(PID + "||||||||(203)555-9999^PRN^PH^^^860^5550101");

        assertThat(mapped.issues()).extracting(Issue::path).contains("PID-13");
    }

    @Test
    void address_keepsTractAndAddressee() {
        var address = only(
                        person(PID
                                + "||||||12 Mill Lane&Mill Lane&12^^Ashford^CT^06278^^H^^015^9001^^^^^^^^^c/o Bea Doe"),
                        Patient.class)
                .getAddressFirstRep();

        assertThat(address.getLine()).extracting(Object::toString).containsExactly("12 Mill Lane", "c/o Bea Doe");
        assertThat(address.getLine()
                        .get(0)
                        .getExtensionByUrl(EXTENSION + "iso21090-ADXP-censusTract")
                        .getValue()
                        .primitiveValue())
                .isEqualTo("9001");
        assertThat(address.getDistrict()).isEqualTo("015");
    }

    /** V2-06: the bed is part of the room, the room of the ward, and so on up to the building. */
    @Test
    void placesAroundABed_areALocationEach() {
        var mapped = map(
                msh("ADT^A01", ""),
                PID,
                segment("PV1", 2, "I", 3, "3W^301^A^RIVERSIDE^^^MAIN^3", 19, "V1^^^RIVERSIDE^VN"));
        var locations = all(mapped, Location.class);
        var bed = locations.stream()
                .filter(each -> ("Location/" + each.getIdElement().getIdPart())
                        .equals(only(mapped, Encounter.class)
                                .getLocationFirstRep()
                                .getLocation()
                                .getReference()))
                .findFirst()
                .orElseThrow();

        assertThat(bed.getName()).isEqualTo("3W 301 A");
        assertThat(way(bed, locations)).containsExactly("bd A", "ro 301", "wa 3W", "lvl 3", "bu MAIN");
        assertThat(locations).allMatch(Location::hasManagingOrganization);
    }

    @Test
    void aWardByItself_isTheSamePlaceAsAroundABed() {
        var around = map(msh("ADT^A01", ""), PID, segment("PV1", 2, "I", 3, "3W^301^A^RIVERSIDE", 19, "V1"));
        var alone = map(msh("ADT^A01", ""), PID, segment("PV1", 2, "I", 3, "3W^^^RIVERSIDE", 19, "V1"));

        assertThat(all(around, Location.class))
                .extracting(each -> each.getIdElement().getIdPart())
                .contains(only(alone, Location.class).getIdElement().getIdPart());
    }

    @Test
    void codes_areCarriedUpToTheThird() {
        var code = result("A^Alpha^L^2345-7^Glucose^LN^^^Blood sugar^33747003^Glucose measurement^SCT");

        assertThat(code.getCoding()).extracting(Coding::getCode).containsExactly("A", "2345-7", "33747003");
        assertThat(code.getText()).isEqualTo("Blood sugar");
    }

    @Test
    void anOid_namesACodingSystemThatNothingElseNames() {
        var code = result("X1^One^^Y^Two^LOCAL^^^^^^^^2.16.840.1.113883.6.9999^^^1.2.3.4");

        assertThat(code.getCoding())
                .extracting(Coding::getSystem)
                .containsExactly("urn:oid:2.16.840.1.113883.6.9999", "urn:oid:1.2.3.4");
    }

    @Test
    void theOidOfAWellKnownSystem_isItsUri() {
        var code = result("2345-7^Glucose^^260385009^Negative^^^^^^^^^2.16.840.1.113883.6.1^^^2.16.840.1.113883.6.96");

        assertThat(code.getCoding())
                .extracting(Coding::getSystem)
                .containsExactly("http://loinc.org", "http://snomed.info/sct");
    }

    @Test
    void aNameWithoutACode_isText() {
        assertThat(result("^^^^Glucose^L").getText()).isEqualTo("Glucose");
    }

    /** OBR-32 holds a CNN, whose authority is spread over three components. */
    @Test
    void theAuthorityOfAnInterpreter_isNotHisNameType() {
        var mapped = map(
                msh("ORU^R01", ""),
                PID,
                segment(
                        "OBR",
                        3,
                        "F1^LAB",
                        4,
                        "2345-7^Glucose^LN",
                        25,
                        "F",
                        32,
                        "77&Gray&Ada&&&Dr&&&LABSTAFF&1.2.3&ISO"),
                "OBX|1|NM|2345-7^Glucose^LN||5|mg/dL|||||F");
        var interpreter = all(mapped, Practitioner.class).get(0).getIdentifierFirstRep();

        assertThat(interpreter.getSystem() + "|" + interpreter.getValue()).isEqualTo("urn:oid:1.2.3|77");
        assertThat(only(mapped, DiagnosticReport.class).getResultsInterpreter()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "G, T, v3-MaritalStatus",
        "O, OTH, v3-NullFlavor",
        "T, NAVU, v3-NullFlavor",
        "U, UNK, v3-NullFlavor",
        "B, U, v3-MaritalStatus"
    })
    void maritalStatus_followsTable0002(String sent, String code, String system) {
        assertFirst(only(person(PID + "|||||||||||" + sent), Patient.class).getMaritalStatus(), code, system);
    }

    @ParameterizedTest
    @CsvSource({
        "DOM, SIGOTHR, v3-RoleCode",
        "EMC, C, v2-0131",
        "EMR, E, v2-0131",
        "UNK, U, v2-0131",
        "OTH, O, v2-0131",
        "CGV, CGV, v2-0063",
        "WRD, WRD, v2-0063"
    })
    void relationship_followsTable0063(String sent, String code, String system) {
        var mapped = person(PID, "NK1|1|Doe^Bea|" + sent);

        assertFirst(only(mapped, RelatedPerson.class).getRelationshipFirstRep(), code, system);
        assertThat(mapped.issues()).extracting(Issue::path).doesNotContain("NK1-3.1");
    }

    @ParameterizedTest
    @CsvSource({"E, E", "IE, IE", "CAR, CAR", "H, H"})
    void interpretation_followsTable0078(String sent, String code) {
        var mapped = map(
                msh("ORU^R01", ""),
                PID,
                "OBR|1|P1|F1^LAB|2345-7^Glucose^LN",
                "OBX|1|NM|2345-7^Glucose^LN||5|mg/dL||" + sent + "|||F");

        assertFirst(only(mapped, Observation.class).getInterpretationFirstRep(), code, "v3-ObservationInterpretation");
    }

    /** V2-10: a titre above the last dilution is no titre. */
    @ParameterizedTest
    @CsvSource({"^1^:^256, Ratio", "=^1^:^256, Ratio", ">^1^:^256, string", "^3^-^5, Range", ">^100, Quantity"})
    void structuredNumber_losesNoComparator(String sent, String type) {
        var mapped = map(
                msh("ORU^R01", ""),
                PID,
                "OBR|1|P1|F1^LAB|2345-7^Titre^LN",
                "OBX|1|SN|2345-7^Titre^LN||" + sent + "||||||F");

        assertThat(only(mapped, Observation.class).getValue().fhirType()).isEqualTo(type);
    }

    @Test
    void aNameTypeWithoutAUse_isNamed() {
        var mapped = person("PID|1||M1^^^RIVERSIDE^MR||Doe^Ann^^^^^C~Doe^Anna^^^^^U");

        assertThat(mapped.issues()).extracting(Issue::path).containsExactly("PID-5.7");
    }

    private static Mapped person(String... segments) {
        var all = new String[segments.length + 1];
        all[0] = msh("ADT^A31", "");
        System.arraycopy(segments, 0, all, 1, segments.length);
        return map(all);
    }

    private static CodeableConcept result(String code) {
        return only(
                        map(
                                msh("ORU^R01", ""),
                                PID,
                                "OBR|1|P1|F1^LAB|2345-7^Glucose^LN",
                                "OBX|1|NM|" + code + "||5|mg/dL|||||F"),
                        Observation.class)
                .getCode();
    }

    private static <T> List<T> all(Mapped mapped, Class<T> type) {
        return mapped.changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(change -> ((Change.Write) change).resource())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static List<String> way(Location from, List<Location> locations) {
        var way = new ArrayList<String>();
        for (var each = from; each != null; ) {
            way.add(each.getPhysicalType().getCodingFirstRep().getCode() + " "
                    + each.getIdentifierFirstRep().getValue());
            var outer = each.getPartOf().getReference();
            each = locations.stream()
                    .filter(location -> ("Location/" + location.getIdElement().getIdPart()).equals(outer))
                    .findFirst()
                    .orElse(null);
        }
        return way;
    }

    private static void assertFirst(CodeableConcept concept, String code, String system) {
        var coding = concept.getCodingFirstRep();
        assertThat(coding.getCode() + " of " + coding.getSystem())
                .isEqualTo(code + " of http://terminology.hl7.org/CodeSystem/" + system);
    }
}
