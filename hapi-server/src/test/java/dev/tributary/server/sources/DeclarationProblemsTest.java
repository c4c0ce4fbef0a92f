package dev.tributary.server.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake in the declaration of text files or of changes to maps is found at the start, with key, value and remedy. */
class DeclarationProblemsTest {

    private static final String SOUND = """
            format: csv
            time-zone: UTC
            code-maps: {sex: {m: male}}
            csv:
              people:
                separator: ;
                resources:
                  patient:
                    key: pid
                    elements:
                      identifier: pid
                      gender: {column: sex, map: sex}
            """;

    @TempDir
    Path folder;

    private List<String> problems(String yaml) throws IOException {
        Files.writeString(folder.resolve("registry.yaml"), yaml);
        return SourceCatalogue.read(folder, name -> null).problems().stream()
                .map(problem -> problem.key() + ": " + problem.text())
                .toList();
    }

    @Test
    void aSoundDeclaration_hasNoProblems() throws IOException {
        assertThat(problems(SOUND)).isEmpty();
        assertThat(problems(SOUND.replace("format: csv", "format: hl7v2").replaceAll("(?s)csv:\\n.*", "")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "gender:#gendre:#csv.people.resources.patient.elements.gendre: Patient has no element \"gendre\".",
                "map: sex}#map: sax}#csv.people.resources.patient.elements.gender.map: \"sax\" is no code map. Declare it",
                "column: sex,#kolumn: sex,#csv.people.resources.patient.elements.gender: says not where the value comes from.",
                "column: sex,#column: sex, upper: true,#csv.people.resources.patient.elements.gender.upper: no such key.",
                "column: sex,#column: sex, value: male,#csv.people.resources.patient.elements.gender: says more than once",
                "column: sex,#column: sex, date: yyyy,#csv.people.resources.patient.elements.gender: \"Patient.gender\" is of"
                        + " type code, so date does not apply.",
                "column: sex,#column: sex, when: {equals: x},#csv.people.resources.patient.elements.gender.when.column: is missing.",
                "column: sex,#column: sex, extract: '(',#csv.people.resources.patient.elements.gender.extract: \"(\" is no"
                        + " regular expression:",
                "identifier: pid#name[0].family: pid#csv.people.resources.patient.elements.Patient.identifier: is missing.",
                "key: pid#key: =x#csv.people.resources.patient.key: is missing. Name the columns",
                "patient:#nobody:#csv.people.resources.nobody.type: \"Nobody\" is no resource of FHIR R4.",
                "separator: ;#separator: semi#csv.people.separator: \"semi\" is no separator.",
                "separator: ;#charset: klingon#csv.people.charset: \"klingon\" is not known here.",
                "separator: ;#header: false#csv.people.columns: is missing. Without a header row, name the columns",
                "separator: ;#separator: fixed-width#csv.people.columns: must say where each column stands",
                "separator: ;#extra-columns: eat#csv.people.extra-columns: \"eat\" is not known. Write report, refuse or ignore.",
                "separator: ;#columns: {pid: {type: int}}#csv.people.columns.pid.type: \"int\" is no type. Write text, integer,",
                "separator: ;#columns: {pid: {date: dd.MM.yy}}#csv.people.columns.pid.type: \"dd.MM.yy\" has a year of two digits.",
                "separator: ;#occurred: {column: x, date: ddd.bbb}#csv.people.occurred: \"ddd.bbb\" is no date pattern",
                "separator: ;#filters: {none: }#csv.people.filters.none: has no condition.",
                "separator: ;#hedder: true#csv.people.hedder: no such key. Known here: charset,",
                "people:#PEOPLE:#csv.PEOPLE: is no name for a feed.",
                "{m: male}#{m: 'http://x||y'}#code-maps.sex.m: \"http://x||y\" has no code.",
                "format: csv#format: hl7v2#csv: declares feeds of text files. Write format: csv, or take the key out.",
            })
    void aMistake_isNamedWithItsRemedy(String right, String wrong, String problem) throws IOException {
        assertThat(SOUND).contains(right);
        assertThat(problems(SOUND.replace(right, wrong)))
                .anySatisfy(text -> assertThat(text).startsWith(problem));
    }

    @Test
    void elementsThatFhirDemands_areAskedFor() throws IOException {
        var observation = SOUND
                + "      value:\n        type: Observation\n        key: [pid]\n        elements: {subject: patiant}\n";
        assertThat(problems(observation))
                .anySatisfy(
                        text -> assertThat(text)
                                .startsWith(
                                        "csv.people.resources.value.elements.Observation.status: is missing, and FHIR demands it."))
                .anySatisfy(text ->
                        assertThat(text).contains("\"patiant\" is no resource here. There are: patient, value."));
        var twin = SOUND
                + "      other:\n        type: Patient\n        key: [pid]\n        elements: {identifier: pid}\n";
        assertThat(problems(twin))
                .containsExactly(
                        "csv.people.resources.other.key: is the same as that of patient, so both would be one Patient."
                                + " Add what tells them apart, like \"=other\".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{elements: {Patient.maritalStatus: ZPD3}}#customise.elements.Patient.maritalStatus: \"ZPD3\" is no field."
                        + " Write one like PID-8, PID-5.1 or ZPD-3.",
                "{elements: {Patient.birthDate: {column: ZPD-3}}}#customise.elements.Patient.birthDate: says not where",
                "{elements: {birthDate: ZPD-3}}#customise.elements.birthDate: \"birthDate\" is no resource of FHIR R4.",
                "{codes: {Observation.code: tests}}#customise.codes.Observation.code: \"tests\" is no code map.",
                "{codes: {Patient.birthDate: {a: b}}}#customise.codes.Patient.birthDate: \"Patient.birthDate\" is of type date.",
                "{defaults: {Encounter.status: here}}#customise.defaults.Encounter.status: \"here\" is no code that"
                        + " Encounter.status can have",
                "{filters: {x: {field: PID-5.1, matches: '['}}}#customise.filters.x.matches: \"[\" is no regular expression",
                "{segments: {Zed: {}}}#customise.segments.Zed: is no segment of HL7 v2. Write one like ZAL.",
                "{segments: {ZAL: {flag: {key: ZAL-1, elements: {status: {value: active}, subject: nobody}}}}}"
                        + "#customise.segments.ZAL.flag.elements.Flag.code: is missing, and FHIR demands it.",
                "{drop: all}#customise.drop: no such key. Known here: codes, defaults, elements, filters, segments.",
            })
    void aMistakeInCustomise_isNamedToo(String customise, String problem) throws IOException {
        var problems = problems("format: hl7v2\ntime-zone: UTC\ncustomise: " + customise + "\n");
        assertThat(problems).anySatisfy(text -> assertThat(text).startsWith(problem));
    }
}
