package dev.tributary.identity.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonFeaturesTest {

    private static PersonFeatures features(Patient patient) {
        return PersonFeatures.of(patient, IdentifierStrengths.defaults());
    }

    private static PersonName name(String given, String family) {
        var patient = new Patient();
        patient.addName().addGiven(given).setFamily(family);
        var names = features(patient).names();
        return names.isEmpty() ? new PersonName(List.of(), List.of(), "", false) : names.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "van der Berg,berg",
        "de la Cruz,cruz",
        "al-Hassan,hassan",
        "bin Talal,talal",
        "O'Brien,obrien",
        "MÜLLER,muller",
        "Mueller,muller",
        "Mac Donald,mcdonald",
        "MacDonald,mcdonald",
        "Мюллер,muller",
        "Παπαδόπουλος,papadopoulos",
        "Łukasiewicz,lukasiewicz",
    })
    void familyName_becomesComparable(String written, String comparable) {
        assertThat(String.join("", name("Ann", written).family())).isEqualTo(Folding.withoutUmlauts(comparable));
    }

    @Test
    void doubleSurname_keepsBothWords() {
        assertThat(name("José", "García-López").family()).containsExactly("garcia", "lopez");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unknown",
                "Baby Boy",
                "BABY GIRL",
                "Test",
                "UNK",
                "Twin A",
                "xxx",
                "Unbekannt",
                "Newborn",
                "BB",
                "BabyA",
                "Babyboy1",
                "BabyGirlB",
                "Boy2",
                "Boy Jane A",
                "Girl Jane",
                "No Name",
                "Not Known"
            })
    void placeholders_areNoGivenNames(String placeholder) {
        assertThat(name(placeholder, "Miller").hasGiven()).isFalse();
        assertThat(name(placeholder, "Miller").hasFamily()).isTrue();
    }

    /** A name in China and Korea; in capitals it is what clerks write for none. */
    @Test
    void na_isAName() {
        assertThat(name("Na", "Liang").hasGiven()).isTrue();
        assertThat(name("NA", "Liang").hasGiven()).isFalse();
    }

    @Test
    void johnDoe_isNobody() {
        assertThat(name("John", "Doe").hasFamily()).isFalse();
        assertThat(name("John", "Doeman").hasFamily()).isTrue();
    }

    @Test
    void text_isReadInBothOrders() {
        var patient = new Patient();
        patient.addName().setText("Dr. Jan van der Meer Jr");
        patient.addName().setText("Meer, Jan van der");
        assertThat(features(patient).names())
                .allSatisfy(name -> assertThat(name.given()).first().isEqualTo("jan"));
        assertThat(features(patient).names().get(0).suffix()).isEqualTo("jr");
        assertThat(features(patient).names().get(0).family()).containsExactly("meer");
    }

    @Test
    void maidenName_isKept_asFormer() {
        var patient = new Patient();
        patient.addName(
                new HumanName().setUse(NameUse.MAIDEN).setFamily("Jones").addGiven("Ann"));
        patient.addName(
                new HumanName().setUse(NameUse.OFFICIAL).setFamily("Miller").addGiven("Ann"));
        assertThat(features(patient).names()).extracting(PersonName::former).containsExactly(false, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1900-01-01", "9999-12-31", "1901-01-01", "0001-01-01", "1753-01-01", "1858-11-17", "2222-02-22"
            })
    void placeholderDates_areUnknown(String date) {
        var patient = new Patient();
        patient.setBirthDateElement(new DateType(date));
        assertThat(features(patient).birthDate().isKnown()).isFalse();
    }

    @Test
    void partialDate_staysPartial() {
        var patient = new Patient();
        patient.setBirthDateElement(new DateType("1980-05"));
        assertThat(features(patient).birthDate()).isEqualTo(new BirthDate(1980, 5, 0));
        assertThat(features(patient).birthDate().isFull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "+1 (555) 867-5309,558675309",
        "555-867-5309 ext 12,558675309",
        "0031 20 1234589,201234589",
        "020 123 45 89,201234589",
    })
    void phone_isItsLastNineDigits(String written, String digits) {
        var patient = new Patient();
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue(written);
        assertThat(features(patient).phones()).hasSize(1);
        assertThat(digits)
                .endsWith(features(patient)
                        .phones()
                        .get(0)
                        .substring(Math.max(0, features(patient).phones().get(0).length() - 8)));
    }

    @Test
    void email_losesTagsAndPlaceholders() {
        var patient = new Patient();
        patient.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("Ann.B+news@GMail.com");
        patient.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("noemail@hospital.example");
        assertThat(features(patient).emails()).containsExactly("annb@gmail.com");
    }

    @ParameterizedTest
    @CsvSource({
        "12 Main St.,12,main",
        "12 Main Street,12,main",
        "Hauptstr. 7,7,haupt",
        "Hauptstraße 7,7,haupt",
        "Apt 4 12 Oak Ave,12,oak",
        "C/ Mayor 3,3,mayor",
    })
    void address_losesTypesAndUnits(String line, String number, String street) {
        var patient = new Patient();
        patient.addAddress(new Address().addLine(line).setCity("X-Town"));
        var address = features(patient).addresses().get(0);
        assertThat(address.number()).isEqualTo(number);
        assertThat(address.street()).isEqualTo(Folding.withoutUmlauts(street));
    }

    @Test
    void identifiers_haveTheStrengthOfSystemAndType_andNoPlaceholders() {
        var patient = new Patient();
        patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-ssn").setValue("123-45-6788");
        patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-ssn").setValue("999-99-9999");
        patient.addIdentifier().setSystem("urn:mrn").setValue("a-12345");
        patient.addIdentifier().setValue("no system");
        patient.addIdentifier()
                .setSystem("urn:visit")
                .setValue("V1234")
                .getType()
                .addCoding()
                .setCode("VN");
        assertThat(features(patient).identifiers())
                .containsExactly(
                        new PersonIdentifier(
                                IdentifierStrength.NATIONAL, "http://hl7.org/fhir/sid/us-ssn", "123456788", false),
                        new PersonIdentifier(IdentifierStrength.RECORD, "urn:mrn", "A12345", false));
    }

    /** Two people whose numbers are hidden, or who have none, have nothing in common. */
    @ParameterizedTest
    @ValueSource(strings = {"***-**-1234", "XXX-XX-1234", "xxxxx1234", "#####1234", "NO SSN", "none given", "Pending"})
    void whatHidesANumber_isNone(String written) {
        var patient = new Patient();
        patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-ssn").setValue(written);
        patient.addIdentifier().setSystem("urn:mrn").setValue(written);
        assertThat(features(patient).identifiers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Boyd", "Twyla", "Babette", "Boy"})
    void namesThatBeginLikePlaceholders_areNames(String given) {
        assertThat(name(given, "Miller").hasGiven()).isEqualTo(!given.equals("Boy"));
    }

    @Test
    void anEmptyPatient_hasNoFeaturesAndNoKeys() {
        var features = features(new Patient());
        assertThat(features.isComplete()).isFalse();
        assertThat(BlockingKeys.of(features)).isEmpty();
    }

    @Test
    void bytes_giveTheSameFeatures() {
        var features = features(full());
        assertThat(PersonFeatures.of(features.toBytes())).isEqualTo(features);
        assertThat(features.toBytes()).hasSizeLessThan(400);
    }

    @Test
    void bytesOfAnotherVersion_areRefused() {
        assertThatThrownBy(() -> PersonFeatures.of(new byte[] {99})).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void keys_areBoundedAndStable() {
        var features = features(full());
        assertThat(BlockingKeys.of(features)).hasSizeBetween(5, BlockingKeys.MOST);
        assertThat(BlockingKeys.of(PersonFeatures.of(features.toBytes()))).isEqualTo(BlockingKeys.of(features));
    }

    /** Whatever a source sends, features come out and survive their bytes. */
    @Test
    void randomTexts_neverFail() {
        var random = new Random(42);
        for (var i = 0; i < 300; i++) {
            var patient = new Patient();
            patient.addName().setFamily(text(random)).addGiven(text(random)).setText(text(random));
            patient.addName().setText(text(random));
            patient.addAddress()
                    .addLine(text(random))
                    .setCity(text(random))
                    .setPostalCode(text(random))
                    .setState(text(random));
            patient.addTelecom().setValue(text(random));
            patient.addIdentifier().setSystem("urn:x").setValue(text(random));
            var features = features(patient);
            assertThat(PersonFeatures.of(features.toBytes())).isEqualTo(features);
            assertThat(BlockingKeys.of(features).size()).isLessThanOrEqualTo(BlockingKeys.MOST);
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder("a");
        for (var i = random.nextInt(30); i > 0; i--) {
            text.appendCodePoint(random.nextInt(8) == 0 ? 0x400 + random.nextInt(0x9000) : 32 + random.nextInt(95));
        }
        return text.toString();
    }

    private static Patient full() {
        var patient = new Patient();
        patient.addName().setFamily("García López").addGiven("María").addGiven("José");
        patient.setBirthDateElement(new DateType("1980-05-17"));
        patient.addAddress()
                .addLine("12 Main Street")
                .setCity("Springfield")
                .setPostalCode("62701-1234")
                .setState("IL");
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("217 555 0199");
        patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-ssn").setValue("123-45-6788");
        patient.setMultipleBirth(new IntegerType(2));
        return patient;
    }

    /** Thị and Văn say a sex, and are left out at will: sisters share them. */
    @Test
    void vietnameseWordsOfSex_areNoName() {
        assertThat(name("Thị Ngọc", "Trần").given()).containsExactly("ngoc");
        assertThat(name("Văn Hùng", "Lê").given()).containsExactly("hung");
        assertThat(name("Van", "Morrison").given()).containsExactly("van");
    }
}
