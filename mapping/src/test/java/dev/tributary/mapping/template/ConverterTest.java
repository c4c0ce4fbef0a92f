package dev.tributary.mapping.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Fields;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.element.ElementPath;
import dev.tributary.mapping.template.Conversion.Units;
import dev.tributary.mapping.template.ElementRule.Limits;
import dev.tributary.mapping.template.TextSteps.Letters;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a text to an element, or to a reason why not. */
class ConverterTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final SourceProfile PROFILE =
            new SourceProfile("lab", BERLIN, StandardCharsets.UTF_8, Map.of(), null, Set.of(), Set.of());
    private static final CodeMap TESTS = new CodeMap(
            "tests",
            Map.of(
                    "glu",
                    CodeMap.Entry.parse("http://loinc.org|2345-7|Glucose"),
                    "K",
                    CodeMap.Entry.parse("http://loinc.org|2823-3")));

    private record Row(Map<String, String> values) implements Fields {
        @Override
        public String value(String name) {
            return values.get(name);
        }

        @Override
        public String path(String name) {
            return "row." + name;
        }
    }

    private static Conversion how(
            CodeMap map, List<String> dates, Integer pivot, char decimal, String system, Units units) {
        return new Conversion(
                map, dates, pivot, Locale.ENGLISH, decimal, system, null, units, Set.of("ja"), Set.of("nein"));
    }

    private static Conversion dates(Integer pivot, String... patterns) {
        return how(null, List.of(patterns), pivot, '.', null, Conversion.NONE.quantity());
    }

    private static Conversion codes(CodeMap map, String system) {
        return how(map, List.of(), null, '.', system, Conversion.NONE.quantity());
    }

    private static Conversion units(char decimal, Units units) {
        return how(null, List.of(), null, decimal, null, units);
    }

    /** The element as JSON, without the resource around it; the issue if there is one. */
    private static String set(String path, String value, Conversion how, TextSteps steps) {
        return set(path, Map.of("c", value, "u", "mg/dl", "v", "stone"), how, steps, Limits.NONE);
    }

    private static String set(String path, Map<String, String> row, Conversion how, TextSteps steps, Limits limits) {
        var rule = new ElementRule(ElementPath.parse(path), new Origin.Named(List.of("c"), " "), limits, steps, how);
        var resource = ElementPath.newResource(rule.target().resourceType());
        var run = new TemplateRun(PROFILE, BERLIN, Map.of());
        run.apply(rule, resource, new Row(row), Map.of());
        var issues = run.issues().stream().map(Issue::text).toList();
        return json(resource) + (issues.isEmpty() ? "" : issues.toString());
    }

    private static String json(Resource resource) {
        var json = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
        return json.replaceFirst("\\{\"resourceType\":\"[A-Za-z]+\",?", "").replaceFirst("}$", "");
    }

    private static String set(String path, String value, Conversion how) {
        return set(path, value, how, TextSteps.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "Patient.birthDate#1980-02-29#\"birthDate\":\"1980-02-29\"",
                "Patient.birthDate#19800229#\"birthDate\":\"1980-02-29\"",
                "Patient.birthDate#1980-02#\"birthDate\":\"1980-02\"",
                "Patient.birthDate#1980#\"birthDate\":\"1980\"",
                "Patient.birthDate#2024-01-01 10:30#\"birthDate\":\"2024-01-01\"",
                "Patient.birthDate#1981-02-29#[\"1981-02-29\" is no date of the form yyyy-MM-dd or yyyyMMdd.]",
                "Patient.birthDate#0001-01-01#[\"0001-01-01\" is no date of the form yyyy-MM-dd or yyyyMMdd.]",
                "Observation.effective.ofType(dateTime)#2024-07-01 10:30#\"effectiveDateTime\":\"2024-07-01T10:30:00+02:00\"",
                "Observation.effective.ofType(dateTime)#2024-01-01T10:30:05Z#\"effectiveDateTime\":\"2024-01-01T10:30:05+00:00\"",
                "Observation.effective.ofType(dateTime)#202401011030#\"effectiveDateTime\":\"2024-01-01T10:30:00+01:00\"",
                "Observation.issued#2024-01-01#[\"2024-01-01\" has no time of day, as Observation.issued needs one.]",
                "Observation.value.ofType(time)#10:30#\"valueTime\":\"10:30:00\"",
            })
    void isoDates(String path, String value, String expected) {
        assertThat(set(path, value, Conversion.NONE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "dd.MM.yyyy#29.02.1980#\"birthDate\":\"1980-02-29\"",
                "d.M.yyyy#1.2.1980#\"birthDate\":\"1980-02-01\"",
                "MM/dd/yyyy#01/31/2020#\"birthDate\":\"2020-01-31\"",
                "MMMM d, yyyy#january 31, 2020#\"birthDate\":\"2020-01-31\"",
                "MM/yyyy#02/1980#\"birthDate\":\"1980-02\"",
                "yyyy#1980#\"birthDate\":\"1980\"",
                "MM/dd/yyyy#31/01/2020#[\"31/01/2020\" is no date of the form MM/dd/yyyy.]",
                "dd.MM.yyyy#29.02.1980 x#[\"29.02.1980 x\" is no date of the form dd.MM.yyyy.]",
            })
    void datesInThePatternsOfTheSource(String pattern, String value, String expected) {
        assertThat(set("Patient.birthDate", value, dates(null, pattern))).isEqualTo(expected);
    }

    @Test
    void aYearOfTwoDigits_needsItsCentury() {
        assertThat(set("Patient.birthDate", "01.02.29", dates(1930, "dd.MM.yy")))
                .isEqualTo("\"birthDate\":\"2029-02-01\"");
        assertThat(set("Patient.birthDate", "01.02.30", dates(1930, "dd.MM.yy")))
                .isEqualTo("\"birthDate\":\"1930-02-01\"");
        assertThat(set("Patient.birthDate", "300201", dates(1910, "yyMMdd"))).isEqualTo("\"birthDate\":\"1930-02-01\"");
        assertThatThrownBy(() -> set("Patient.birthDate", "x", dates(null, "dd.MM.yy")))
                .hasMessageContaining("pivot: 1930");
        assertThatThrownBy(() -> set("Patient.birthDate", "x", dates(null, "dd.MM.yyyy bbb")))
                .hasMessageContaining("is no date pattern");
    }

    @Test
    void theFirstPatternThatFits_isTaken() {
        var how = dates(null, "MM/dd/yyyy HH:mm", "MM/dd/yyyy");
        assertThat(set("Observation.effective.ofType(dateTime)", "07/01/2024 23:15", how))
                .isEqualTo("\"effectiveDateTime\":\"2024-07-01T23:15:00+02:00\"");
        assertThat(set("Observation.effective.ofType(dateTime)", "07/01/2024", how))
                .isEqualTo("\"effectiveDateTime\":\"2024-07-01\"");
        assertThat(set("Observation.effective.ofType(dateTime)", "July", how))
                .contains("is no date of the form MM/dd/yyyy HH:mm or MM/dd/yyyy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                ".#7.0#7.0",
                ".#1,234.5#1234.5",
                ".#+3#3",
                ".#.5#0.5",
                ",#1.234,50#1234.50",
                ",#-0,5#-0.5",
                ",#7.5#[\"7.5\" is no number with a decimal comma.]",
                ".#7,5#[\"7,5\" is no number.]",
                ".#neg#[\"neg\" is no number.]",
                ".#-#[\"-\" is no number.]",
            })
    void decimals(char decimal, String value, String expected) {
        var set = set("Observation.value.ofType(Quantity).value", value, units(decimal, Conversion.NONE.quantity()));
        assertThat(set)
                .isEqualTo(expected.startsWith("[") ? expected : "\"valueQuantity\":{\"value\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "ja#\"active\":true",
                "NEIN#\"active\":false",
                "vielleicht#[\"vielleicht\" is neither yes nor no.]",
                "true#[\"true\" is neither yes nor no.]",
            })
    void booleansInTheWordsOfTheSource(String value, String expected) {
        assertThat(set("Patient.active", value, codes(null, null))).isEqualTo(expected);
    }

    @Test
    void booleansInTheUsualWords() {
        assertThat(set("Patient.active", "Y", Conversion.NONE)).isEqualTo("\"active\":true");
        assertThat(set("Patient.active", "0", Conversion.NONE)).isEqualTo("\"active\":false");
        assertThat(set("Patient.multipleBirth.ofType(integer)", "2", Conversion.NONE))
                .isEqualTo("\"multipleBirthInteger\":2");
        assertThat(set("Patient.multipleBirth.ofType(integer)", "2.5", Conversion.NONE))
                .contains("is no integer");
    }

    @Test
    void quantities_haveTheirUnit() {
        var value = "Observation.value.ofType(Quantity)";
        assertThat(set(value, "< 0,5", units(',', new Units("mg/dL", null, null))))
                .isEqualTo("\"valueQuantity\":{\"value\":0.5,\"comparator\":\"<\",\"unit\":\"mg/dL\","
                        + "\"system\":\"http://unitsofmeasure.org\",\"code\":\"mg/dL\"}");
        assertThat(set(value, "5", units('.', new Units(null, "u", null))))
                .isEqualTo("\"valueQuantity\":{\"value\":5,\"unit\":\"mg/dl\"}");
        var ucum = new CodeMap("ucum", Map.of("MG/DL", CodeMap.Entry.parse("mg/dL")));
        assertThat(set(value, "5", units('.', new Units(null, "u", ucum))))
                .isEqualTo("\"valueQuantity\":{\"value\":5,\"unit\":\"mg/dl\","
                        + "\"system\":\"http://unitsofmeasure.org\",\"code\":\"mg/dL\"}");
        assertThat(set(value, "5", units('.', new Units(null, "v", ucum))))
                .isEqualTo("\"valueQuantity\":{\"value\":5,\"unit\":\"stone\"}"
                        + "[\"5\" has the unit \"stone\", which is not in the code map ucum.]");
        assertThat(set(value, "1:20", units('.', new Units(null, "u", null)))).isEqualTo("[\"1:20\" is no number.]");
        assertThatThrownBy(() -> set("Observation.value.ofType(string)", "5", units('.', new Units("mg", null, null))))
                .hasMessageContaining("so unit does not apply");
    }

    @Test
    void codes_keepTheOriginalBeside() {
        assertThat(set("Observation.code", "GLU", codes(TESTS, "https://lab.example/tests")))
                .isEqualTo(
                        "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"2345-7\",\"display\":\"Glucose\"},"
                                + "{\"system\":\"https://lab.example/tests\",\"code\":\"GLU\"}],\"text\":\"GLU\"}");
        assertThat(set("Observation.code", "k", codes(TESTS, null)))
                .isEqualTo("\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"2823-3\"},"
                        + "{\"system\":\"urn:tributary:source:lab:c\",\"code\":\"k\"}],\"text\":\"k\"}");
        assertThat(set("Observation.code", "ZZZ", codes(TESTS, null)))
                .isEqualTo(
                        "\"code\":{\"coding\":[{\"system\":\"urn:tributary:source:lab:c\",\"code\":\"ZZZ\"}],\"text\":\"ZZZ\"}"
                                + "[\"ZZZ\" is not in the code map tests and was kept as it is.]");
        assertThat(set("Observation.code", "Glucose", codes(null, null))).isEqualTo("\"code\":{\"text\":\"Glucose\"}");
    }

    @Test
    void codesOfRequiredValueSets_mustBeInThem() {
        var sex = new CodeMap("sex", Map.of("w", CodeMap.Entry.parse("female"), "*", CodeMap.Entry.parse("unknown")));
        assertThat(set("Patient.gender", "W", codes(sex, null))).isEqualTo("\"gender\":\"female\"");
        assertThat(set("Patient.gender", "?", codes(sex, null))).isEqualTo("\"gender\":\"unknown\"");
        assertThat(set("Patient.gender", "W", Conversion.NONE))
                .isEqualTo("[\"W\" is no code that Patient.gender can have; give the column a map.]");
        var narrow = new CodeMap("sex", Map.of("w", CodeMap.Entry.parse("female")));
        assertThat(set("Patient.gender", "m", codes(narrow, null)))
                .isEqualTo("[\"m\" is not in the code map sex, which has: w.]");
    }

    @Test
    void identifiers_haveASystem() {
        assertThat(set("Patient.identifier", "4711", codes(null, "https://lab.example/mrn")))
                .isEqualTo("\"identifier\":[{\"system\":\"https://lab.example/mrn\",\"value\":\"4711\"}]");
        assertThat(set("Patient.identifier", "4711", Conversion.NONE))
                .isEqualTo("\"identifier\":[{\"system\":\"urn:tributary:source:lab:c\",\"value\":\"4711\"}]");
        assertThatThrownBy(() -> set("Patient.name", "x", Conversion.NONE))
                .hasMessageContaining(
                        "\"Patient.name\" is of type HumanName and has elements of its own. Name one of them,"
                                + " like Patient.name.family.");
    }

    @Test
    void texts_areWorkedOnInOneOrder() {
        var name = "Patient.name[0].given";
        assertThat(set(name, "Anna  Lena", Conversion.NONE, steps(null, Map.of(), Letters.UPPER, " ", 0)))
                .isEqualTo("\"name\":[{\"given\":[\"ANNA\",\"LENA\"]}]");
        assertThat(set(name, "Brandt, Anna", Conversion.NONE, steps(null, Map.of(), Letters.AS_THEY_ARE, ",", 2)))
                .isEqualTo("\"name\":[{\"given\":[\"Anna\"]}]");
        assertThat(set(
                        name,
                        "covid:POS",
                        Conversion.NONE,
                        steps("([^:]+)$", Map.of("POS", "yes"), Letters.AS_THEY_ARE, null, 0)))
                .isEqualTo("\"name\":[{\"given\":[\"yes\"]}]");
        assertThat(set(name, "covid", Conversion.NONE, steps("(\\d+)", Map.of(), Letters.AS_THEY_ARE, null, 0)))
                .isEqualTo("[\"covid\" is not of the form that extract demands.]");
        assertThat(set(name, "only one", Conversion.NONE, steps(null, Map.of(), Letters.AS_THEY_ARE, ",", 2)))
                .isEmpty();
    }

    private static TextSteps steps(
            String extract, Map<String, String> replace, Letters letters, String split, int part) {
        var patterns = new LinkedHashMap<Pattern, String>();
        replace.forEach((from, to) -> patterns.put(Pattern.compile(from), to));
        return new TextSteps(extract == null ? null : Pattern.compile(extract), patterns, letters, split, part);
    }

    @Test
    void defaultsConditionsAndDemands() {
        var limits = new Limits("none", false, List.of(Condition.valued("u")));
        var plain = "Patient.name[0].text";
        assertThat(set(plain, Map.of("u", "x"), Conversion.NONE, TextSteps.NONE, limits))
                .isEqualTo("\"name\":[{\"text\":\"none\"}]");
        assertThat(set(plain, Map.of("c", "x"), Conversion.NONE, TextSteps.NONE, limits))
                .isEmpty();
        assertThat(set(plain, Map.of(), Conversion.NONE, TextSteps.NONE, new Limits(null, true, List.of())))
                .isEqualTo("[is empty, and Patient.name[0].text needs it.]");
        assertThat(Condition.oneOf("c", List.of("A", "b")).holds(new Row(Map.of("c", "B"))))
                .isTrue();
        assertThat(Condition.oneOf("c", List.of("A")).negated().holds(new Row(Map.of())))
                .isTrue();
        assertThat(Condition.matches("c", Pattern.compile("a.*")).holds(new Row(Map.of("c", "xa"))))
                .isFalse();
    }
}
