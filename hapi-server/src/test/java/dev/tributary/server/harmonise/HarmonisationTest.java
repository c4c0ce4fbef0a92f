package dev.tributary.server.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;

/** Local codes and what ConceptMaps make of them. */
class HarmonisationTest {

    private static final String LOCAL = "urn:tributary:source:lab:code";
    private static final String LOINC = "http://loinc.org";
    private static final Harmonisation HARMONISATION = new Harmonisation(UcumUnits.load());

    private final List<String> unmapped = new ArrayList<>();

    private static ConceptMap map(String source, String code, String target, ConceptMapEquivalence equivalence) {
        var map = new ConceptMap();
        map.setUrl("https://example.org/ConceptMap/" + source);
        map.setStatus(PublicationStatus.ACTIVE);
        if (!source.isEmpty()) {
            map.addUseContext().setValue(new CodeableConcept(new Coding(Translations.SOURCE_CONTEXT, source, null)));
        }
        map.addGroup()
                .setSource(LOCAL)
                .setTarget(LOINC)
                .addElement()
                .setCode(code)
                .addTarget()
                .setCode(target)
                .setEquivalence(equivalence);
        return map;
    }

    private static Observation observation(Coding... codings) {
        var observation = new Observation();
        for (var coding : codings) {
            observation.getCode().addCoding(coding);
        }
        return observation;
    }

    private boolean apply(Observation observation, ConceptMap... maps) {
        return HARMONISATION.apply(
                observation,
                "lab",
                Translations.of(List.of(maps)),
                (element, coding) -> unmapped.add(element + " " + coding.getCode()));
    }

    private static List<String> codes(Observation observation) {
        return observation.getCode().getCoding().stream().map(Coding::getCode).toList();
    }

    @Test
    void aLocalCode_keepsItsPlaceAndGetsItsMeaningBesideIt() {
        var observation = observation(new Coding(LOCAL, "GLU", "Glucose"));

        assertThat(apply(observation, map("", "GLU", "2345-7", ConceptMapEquivalence.EQUIVALENT)))
                .isTrue();
        assertThat(codes(observation)).containsExactly("GLU", "2345-7");
        assertThat(observation.getCode().getCoding().get(1).getExtensionByUrl(Harmonisation.TRANSLATED_BY))
                .isNotNull();
        assertThat(unmapped).isEmpty();
    }

    @Test
    void aSecondRun_changesNothing() {
        var observation = observation(new Coding(LOCAL, "GLU", null));
        var map = map("", "GLU", "2345-7", ConceptMapEquivalence.EQUAL);
        apply(observation, map);

        assertThat(apply(observation, map)).isFalse();
        assertThat(codes(observation)).containsExactly("GLU", "2345-7");
    }

    @Test
    void aCorrectedTranslation_replacesTheFormerOne() {
        var observation = observation(new Coding(LOCAL, "GLU", null));
        apply(observation, map("", "GLU", "1-1", ConceptMapEquivalence.EQUAL));
        apply(observation, map("", "GLU", "2345-7", ConceptMapEquivalence.EQUAL));

        assertThat(codes(observation)).containsExactly("GLU", "2345-7");
    }

    @Test
    void aNarrowerMeaning_isNotPutIntoTheSendersMouth() {
        var observation = observation(new Coding(LOCAL, "GLU", null));

        assertThat(apply(observation, map("", "GLU", "2345-7", ConceptMapEquivalence.NARROWER)))
                .isFalse();
        assertThat(codes(observation)).containsExactly("GLU");
    }

    @Test
    void theMapOfAnotherSource_doesNotApply() {
        var observation = observation(new Coding(LOCAL, "GLU", null));

        apply(observation, map("clinic", "GLU", "2345-7", ConceptMapEquivalence.EQUAL));
        assertThat(codes(observation)).containsExactly("GLU");
        assertThat(unmapped).containsExactly("Observation.code GLU");

        apply(observation, map("lab", "GLU", "2345-7", ConceptMapEquivalence.EQUAL));
        assertThat(codes(observation)).containsExactly("GLU", "2345-7");
    }

    @Test
    void aConceptWithAStandardCode_isNotUnmapped() {
        apply(observation(new Coding(LOCAL, "GLU", null), new Coding(LOINC, "2345-7", null)));

        assertThat(unmapped).isEmpty();
    }

    @Test
    void aRetiredMap_translatesNothing() {
        var observation = observation(new Coding(LOCAL, "GLU", null));
        var map = map("", "GLU", "2345-7", ConceptMapEquivalence.EQUAL).setStatus(PublicationStatus.RETIRED);

        assertThat(apply(observation, (ConceptMap) map)).isFalse();
    }
}
