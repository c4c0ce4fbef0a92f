package dev.tributary.identity.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.Comparison.Obstacle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

class MatcherTest {

    private static final String SSN = "http://hl7.org/fhir/sid/us-ssn";

    private final Matcher matcher = new Matcher(MatchModel.shipped());

    @SafeVarargs
    private static PersonFeatures person(String given, String family, String birth, Consumer<Patient>... more) {
        var patient = new Patient();
        if (!given.isEmpty() || !family.isEmpty()) {
            var name = patient.addName();
            if (!given.isEmpty()) {
                name.addGiven(given);
            }
            if (!family.isEmpty()) {
                name.setFamily(family);
            }
        }
        if (!birth.isEmpty()) {
            patient.setBirthDateElement(new DateType(birth));
        }
        Arrays.stream(more).forEach(each -> each.accept(patient));
        return PersonFeatures.of(patient, IdentifierStrengths.defaults());
    }

    private static Consumer<Patient> at(String line) {
        return patient ->
                patient.addAddress().addLine(line).setCity("Springfield").setPostalCode("62701");
    }

    private static Consumer<Patient> ssn(String number) {
        return patient -> patient.addIdentifier().setSystem(SSN).setValue(number);
    }

    private Decision decide(PersonFeatures arriving, PersonFeatures... known) {
        var candidates = new ArrayList<Candidate>();
        for (var i = 0; i < known.length; i++) {
            candidates.add(new Candidate("P" + i, i, List.of(known[i])));
        }
        return matcher.decide(arriving, candidates, ManualDecisions.NONE);
    }

    @Test
    void nicknameAndTypo_atOneAddress_isLinked() {
        var decision = decide(
                person("Bill", "Featherstonehaugh", "1950-03-04", at("12 Main St")),
                person("William", "Featherstonehough", "1950-03-04", at("12 Main Street")));
        assertThat(decision).isInstanceOf(Decision.Link.class);
    }

    @Test
    void theSameNameInCyrillic_isLinked() {
        var decision = decide(
                person("Михаил", "Смирнов", "1961-07-09", at("5 Ocean Parkway")),
                person("Mikhail", "Smirnov", "1961-07-09", at("5 Ocean Pkwy")));
        assertThat(decision).isInstanceOf(Decision.Link.class);
        // The soft sign in capitals is no blank.
        assertThat(decide(
                        person("ОЛЬГА", "Volkov", "1961-07-09", at("5 Ocean Parkway")),
                        person("Olga", "Volkov", "1961-07-09", at("5 Ocean Pkwy"))))
                .isInstanceOf(Decision.Link.class);
    }

    @Test
    void transposedNames_areLinked() {
        var decision = decide(
                person("Hannagan", "Mikhayla", "1977-05-01", at("20 Rupp Place")),
                person("Mikhayla", "Hannagan", "1977-05-01", at("20 Rupp Place")));
        assertThat(decision).isInstanceOf(Decision.Link.class);
    }

    @Test
    void twins_areNeverLinked() {
        var decision = decide(
                person("Anna", "Miller", "2001-02-03", at("12 Main St")),
                person("Laura", "Miller", "2001-02-03", at("12 Main St")));
        assertThat(decision).isNotInstanceOf(Decision.Link.class);
    }

    @Test
    void birthOrdersThatDiffer_forbidTheLink() {
        var comparison = matcher.compare(
                person("Anna", "Miller", "2001-02-03", at("12 Main St"), p -> p.setMultipleBirth(new IntegerType(1))),
                person("Anne", "Miller", "2001-02-03", at("12 Main St"), p -> p.setMultipleBirth(new IntegerType(2))));
        assertThat(comparison.obstacles()).contains(Obstacle.BIRTH_ORDERS_DIFFER);
    }

    /** A record that says neither lies between them and must not chain them. */
    @Test
    void birthOrdersAndSuffixesThatDiffer_forbidTheLinkToAnyRecordOfThePerson() {
        var neither = person("Anna", "Miller", "2001-02-03", at("12 Main St"));
        var first = person("Anna", "Miller", "2001-02-03", at("12 Main St"), order(1));
        var second = person("Hanna", "Miller", "2001-02-03", at("12 Main St"), order(2));
        var senior = person("James", "Miller Sr", "2001-02-03", at("12 Main St"));
        var unsaid = person("James", "Miller", "2001-02-03", at("12 Main St"));
        var junior = person("James", "Miller Jr", "2001-02-03", at("12 Main St"));

        assertThat(ofOnePerson(second, first, neither)).contains(Obstacle.BIRTH_ORDERS_DIFFER);
        assertThat(ofOnePerson(junior, senior, unsaid)).contains(Obstacle.NAME_SUFFIXES_DIFFER);
        assertThat(matcher.compare(junior, unsaid).mayLink()).isTrue();
    }

    private static Consumer<Patient> order(int order) {
        return patient -> patient.setMultipleBirth(new IntegerType(order));
    }

    private List<Obstacle> ofOnePerson(PersonFeatures arriving, PersonFeatures... records) {
        var decision = matcher.decide(arriving, List.of(new Candidate("P", 1, List.of(records))), ManualDecisions.NONE);
        assertThat(decision).isInstanceOf(Decision.NewPersonWithReview.class);
        return decision.reviews().get(0).comparison().obstacles();
    }

    @Test
    void fatherAndSonOfOneName_areNotLinked() {
        var decision = decide(
                person("James", "Whitfield", "1985-11-20", at("12 Main St")),
                person("James", "Whitfield", "1955-04-02", at("12 Main St")));
        assertThat(decision).isNotInstanceOf(Decision.Link.class);
    }

    @Test
    void twoNationalIdentifiers_areNeverLinked_butReviewed() {
        var decision = decide(
                person("Anna", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6788")),
                person("Anna", "Miller", "2001-02-03", at("12 Main St"), ssn("587-91-3304")));
        assertThat(decision).isInstanceOf(Decision.NewPersonWithReview.class);
        assertThat(decision.reviews().get(0).comparison().obstacles()).contains(Obstacle.IDENTIFIERS_DIFFER);
    }

    @Test
    void aTypingErrorInTheNationalIdentifier_isLinked() {
        var decision = decide(
                person("Anna", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6788")),
                person("Anna", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6778")));
        assertThat(decision).isInstanceOf(Decision.Link.class);
    }

    @Test
    void anotherGivenName_underTheSameNationalIdentifier_isLinked() {
        assertThat(decide(
                        person("Anna", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6788")),
                        person("Laura", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6788"))))
                .isInstanceOf(Decision.Link.class);
    }

    @Test
    void twinsWithConsecutiveNationalIdentifiers_areNotLinked() {
        assertThat(decide(
                        person("Anna", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6788")),
                        person("Laura", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6789"))))
                .isNotInstanceOf(Decision.Link.class);
    }

    @Test
    void aChildUnderItsMothersNumber_isNotLinked() {
        assertThat(decide(
                        person("Anna", "Miller", "1975-02-03", at("12 Main St"), ssn("212-44-6788")),
                        person("Laura", "Miller", "2001-10-21", at("12 Main St"), ssn("212-44-6788"))))
                .isNotInstanceOf(Decision.Link.class);
    }

    @Test
    void anotherBirthDate_underTheSameNationalIdentifier_isLinked() {
        assertThat(decide(
                        person("Anna", "Miller", "1975-02-03", at("12 Main St"), ssn("212-44-6788")),
                        person("Anna", "Miller", "1951-10-21", at("12 Main St"), ssn("212-44-6788"))))
                .isInstanceOf(Decision.Link.class);
    }

    @Test
    void anInitial_atOneAddress_isLinked() {
        assertThat(decide(
                        person("A", "Whitfield", "1985-11-20", at("12 Main St")),
                        person("Anna", "Whitfield", "1985-11-20", at("12 Main St"))))
                .isInstanceOf(Decision.Link.class);
    }

    /** "J." fits both twins: it neither makes them one nor bridges their names once it is one of them's. */
    @Test
    void anInitial_isNoBridgeBetweenTwins() {
        var john = person("John", "Whitfield", "1985-11-20", at("12 Main St"));
        var jane = person("Jane", "Whitfield", "1985-11-20", at("12 Main St"));
        var initial = person("J", "Whitfield", "1985-11-20", at("12 Main St"));

        assertThat(decide(initial, john, jane)).isInstanceOf(Decision.NewPersonWithReview.class);
        assertThat(matcher.decide(jane, List.of(new Candidate("P", 0, List.of(john, initial))), ManualDecisions.NONE))
                .isInstanceOf(Decision.NewPersonWithReview.class);
    }

    @Test
    void twoDigitsOfTheBirthDateMistyped_atOneAddress_isLinked() {
        assertThat(decide(
                        person("James", "Whitfield", "1985-11-20", at("12 Main St")),
                        person("James", "Whitfield", "1983-11-21", at("12 Main St"))))
                .isInstanceOf(Decision.Link.class);
    }

    /** Cousins of one name and nearly one age: who has nothing else to tell them apart has a steward. */
    @Test
    void anotherBirthDate_ofTheSameAge_isReviewed() {
        assertThat(decide(
                        person("James", "Whitfield", "1985-11-20", at("12 Main St")),
                        person("James", "Whitfield", "1988-03-02", at("12 Main St"))))
                .isInstanceOf(Decision.NewPersonWithReview.class);
    }

    /** 1006 is 2006 with a typing error; in 1700 nobody was born who is a patient. */
    @Test
    void anImpossibleYear_isATypingError_orTellsNothing() {
        assertThat(decide(
                        person("James", "Whitfield", "2006-11-20", at("12 Main St")),
                        person("James", "Whitfield", "1006-11-20", at("12 Main St"))))
                .isInstanceOf(Decision.Link.class);
        assertThat(matcher.compare(
                                person("James", "Whitfield", "2006-11-20", at("12 Main St")),
                                person("James", "Whitfield", "1700-11-20", at("12 Main St")))
                        .obstacles())
                .containsExactly(Comparison.Obstacle.BIRTH_DATE_MISSING);
    }

    /** A facility does not give two patients one number: it stands in for a name, unless something speaks against it. */
    @Test
    void aFacilitysNumber_standsInForWhatIsMissing() {
        Consumer<Patient> number = patient -> patient.addIdentifier()
                .setSystem("urn:hospital")
                .setValue("8950072")
                .getType()
                .addCoding()
                .setCode("MR");
        var known = person("Evelyn", "Simmons", "1943-04-05", number);

        assertThat(matcher.compare(known, person("Evelyn", "", "1943-04-05", number))
                        .named())
                .isTrue();
        assertThat(matcher.compare(known, person("", "Simmons", "1971-02-03", number))
                        .named())
                .isFalse();
        assertThat(matcher.compare(known, person("Harold", "", "1943-04-05", number))
                        .named())
                .isFalse();
    }

    /** Lisa and Betty are both short for Elizabeth; two daughters are more likely than one. */
    @Test
    void twoShortFormsOfOneName_areTwoNames() {
        assertThat(NameComparison.given(List.of("lisa"), List.of("betty"))).isEqualTo(Level.DIFFERENT);
        assertThat(NameComparison.given(List.of("lisa"), List.of("elizabeth"))).isEqualTo(Level.NICKNAME);
        assertThat(NameComparison.given(List.of("hans"), List.of("johannes"))).isEqualTo(Level.NICKNAME);
        assertThat(NameComparison.given(List.of("kate"), List.of("kathy"))).isNotEqualTo(Level.DIFFERENT);
    }

    @Test
    void swappedLettersAndAnotherError_areATypingError() {
        assertThat(NameComparison.given(List.of("talyaj"), List.of("taylah"))).isEqualTo(Level.TYPO);
        assertThat(NameComparison.given(List.of("bne"), List.of("ben"))).isEqualTo(Level.TYPO);
        assertThat(NameComparison.given(List.of("harry"), List.of("henry"))).isNotEqualTo(Level.TYPO);
    }

    @Test
    void aMissingNameOrBirthDate_isReviewed_neverLinked() {
        var whole = person("Anna", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6788"));
        for (var part : List.of(
                person("", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6788")),
                person("Anna", "", "2001-02-03", at("12 Main St"), ssn("212-44-6788")),
                person("Anna", "Miller", "", at("12 Main St"), ssn("212-44-6788")),
                person("Baby Girl", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6788")))) {
            assertThat(decide(part, whole)).isInstanceOf(Decision.NewPersonWithReview.class);
        }
    }

    private Decision identify(PersonFeatures arriving, PersonFeatures known) {
        return matcher.identify(arriving, List.of(new Candidate("P", 0, List.of(known))), ManualDecisions.NONE);
    }

    /** What a number proves, as a hub goes by it before the model is asked. */
    @Test
    void anEqualTrustedNumber_standsInForWhatIsMissing() {
        var whole = person("Anna", "Miller", "2001-02-03", ssn("212-44-6788"));
        for (var part : List.of(
                person("", "Miller", "2001-02-03", ssn("212-44-6788")),
                person("Anna", "", "", ssn("212446788")),
                person("Anna", "Smith", "", ssn("212-44-6788")))) {
            assertThat(identify(part, whole)).isInstanceOf(Decision.Link.class);
        }
    }

    /** Newborns come without a name, under their mothers' numbers. */
    @Test
    void anEqualTrustedNumber_isNoProof_whereSomethingSpeaksAgainstIt() {
        var mother = person("Anna", "Miller", "1975-02-03", at("12 Main St"), ssn("212-44-6788"));
        for (var other : List.of(
                person("Baby Girl", "Miller", "2001-10-21", at("12 Main St"), ssn("212-44-6788")),
                person("Laura", "Miller", "2001-10-21", at("12 Main St"), ssn("212-44-6788")),
                person("Laura", "Miller", "", at("12 Main St"), ssn("212-44-6788")),
                person("", "", "", ssn("212-44-6788")))) {
            assertThat(identify(other, mother)).isNotInstanceOf(Decision.Link.class);
        }
    }

    /** MT-05. */
    @Test
    void aFormerAddress_counts() {
        Consumer<Patient> former = patient -> patient.addAddress()
                .setUse(org.hl7.fhir.r4.model.Address.AddressUse.OLD)
                .addLine("12 Main St")
                .setCity("Springfield")
                .setPostalCode("62701");
        Consumer<Patient> now = patient ->
                patient.addAddress().addLine("7 Hill Road").setCity("Ashford").setPostalCode("05401");
        var known = person("Anna", "Miller", "2001-02-03", at("12 Main St"));
        var moved = matcher.compare(person("Anna", "Miller", "2001-02-03", now), known);
        var told = matcher.compare(person("Anna", "Miller", "2001-02-03", now, former), known);
        assertThat(told.weight()).isGreaterThan(moved.weight());
    }

    @Test
    void strangers_areNewPersons_withoutReview() {
        assertThat(decide(
                        person("Anna", "Miller", "2001-02-03", at("12 Main St")),
                        person("Anna", "Smith", "1964-09-30", at("7 Oak Avenue"))))
                .isInstanceOf(Decision.NewPerson.class);
    }

    @Test
    void manualDecisions_outrankTheModel() {
        var same = person("Anna", "Miller", "2001-02-03", at("12 Main St"));
        var other = person("Otto", "Becker", "1940-01-03", at("9 Elm Street"));
        var candidates = List.of(new Candidate("same", 1, List.of(same)), new Candidate("other", 2, List.of(other)));
        var manual = new ManualDecisions(Set.of("other"), Set.of("same"));
        var decision = matcher.decide(same, candidates, manual);
        assertThat(decision).isInstanceOfSatisfying(Decision.Link.class, link -> {
            assertThat(link.person()).isEqualTo("other");
            assertThat(link.manual()).isTrue();
            assertThat(link.reviews()).isEmpty();
        });
    }

    @Test
    void anotherRecordOfThePersonThatContradicts_stopsTheLink() {
        var arriving = person("Anna", "Miller", "2001-02-03", at("12 Main St"));
        var fits = person("Anna", "Miller", "2001-02-03", at("12 Main St"));
        var contradicts = person("Otto", "Becker", "1940-05-03", at("9 Elm Street"));
        var decision = matcher.decide(
                arriving, List.of(new Candidate("P", 1, List.of(fits, contradicts))), ManualDecisions.NONE);
        assertThat(decision).isInstanceOf(Decision.NewPersonWithReview.class);
        assertThat(decision.reviews().get(0).comparison().obstacles())
                .contains(Obstacle.CONTRADICTED_BY_ANOTHER_RECORD);
    }

    @Test
    void twoPersonsThatFit_andAreDifferent_areAGuess() {
        var arriving = person("Anna", "Miller", "2001-02-03", at("12 Main St"));
        var one = person("Anna", "Miller", "2001-02-03", at("12 Main St"), ssn("212-44-6788"));
        var other = person("Anna", "Miller", "2001-02-03", at("12 Main St"), ssn("587-91-3304"));
        var first = decide(arriving, one, other);
        assertThat(first.reviews()).isNotEmpty();
    }

    @Test
    void theOrderOfCandidates_doesNotMatter() {
        var arriving = person("Anna", "Miller", "2001-02-03", at("12 Main St"));
        var candidates = new ArrayList<Candidate>();
        for (var i = 0; i < 6; i++) {
            candidates.add(new Candidate(
                    "P" + i, i, List.of(person("Anna", "Miller", "2001-02-0" + (1 + i), at("12 Main St")))));
        }
        var decision = matcher.decide(arriving, candidates, ManualDecisions.NONE);
        Collections.reverse(candidates);
        assertThat(matcher.decide(arriving, candidates, ManualDecisions.NONE)).isEqualTo(decision);
    }

    @Test
    void comparing_isSymmetric() {
        var one = person("Bill", "van der Berg", "1950-03-04", at("12 Main St"), ssn("212-44-6788"));
        var other = person("William", "Berg", "1950-04-03", at("7 Oak Avenue"));
        assertThat(matcher.compare(one, other)).isEqualTo(matcher.compare(other, one));
    }

    @Test
    void theModelsFile_isReadAsItWasWritten() {
        var yaml = MatchModel.shipped().toYaml();
        assertThat(MatchModel.parse(yaml).toYaml()).isEqualTo(yaml);
    }

    @Test
    void givenNamesInAnotherOrder_areOneName() {
        assertThat(NameComparison.given(List.of("amy", "rose"), List.of("rose", "amy")))
                .isEqualTo(Level.NICKNAME);
        assertThat(NameComparison.given(List.of("amy", "rose"), List.of("rose", "ann")))
                .isEqualTo(Level.PART);
    }

    /** MT-04: a mistyped name has the same second name beside it, a twin's has another. */
    @Test
    void secondNames_tellAMistypedNameFromATwins() {
        var lara = person("Lara Maddison", "Monotti", "2020-03-07", at("178 Sturt Avenue"));
        var mistyped = matcher.compare(lara, person("Larra Maddison", "Monotti", "2020-03-07", at("178 Sturt Avenue")));
        var twin = matcher.compare(lara, person("Laura Isabella", "Monotti", "2020-03-07", at("178 Sturt Avenue")));
        assertThat(mistyped.probability()).isGreaterThan(0.96);
        assertThat(twin.probability()).isLessThan(0.96);
    }

    /** MT-04: twins whose names were swapped at both desks have a "first name" in common. */
    @Test
    void aFamilyNameInTheFirstNamesPlace_linksNoTwins() {
        var courtney = person("Courtney", "Smallacombe", "2012-04-22", at("145 Yerralee Road"));
        var swapped = person("Smallacombe", "Courtney", "2012-04-22", at("145 Yerralee Road"));
        var twin = person("Smallacombe", "Michael", "2012-04-22", at("145 Yerralee Road"));
        var person = new Candidate("P", 0, List.of(courtney, swapped));
        assertThat(matcher.identify(twin, List.of(person), ManualDecisions.NONE))
                .isInstanceOf(Decision.NewPersonWithReview.class);
        var married = person("Courtney", "Haines", "2012-04-22", at("145 Yerralee Road"));
        var grown = new Candidate("P", 0, List.of(courtney, courtney));
        assertThat(matcher.identify(married, List.of(grown), ManualDecisions.NONE))
                .isInstanceOf(Decision.Link.class);
    }
}
