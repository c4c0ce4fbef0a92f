package dev.tributary.server.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
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

    private boolean apply(Resource resource, ConceptMap... maps) {
        return HARMONISATION.apply(
                resource,
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

    private static ConceptMap map(String system, String code, String target) {
        var map = map("", code, target, ConceptMapEquivalence.EQUIVALENT);
        map.getGroupFirstRep().setSource(system);
        return map;
    }

    @Test
    void words_areCollectedAndTranslatedLikeACode() {
        var observation = new Observation();
        observation.getCode().setText("Blood  Sugar");
        apply(observation);
        assertThat(unmapped).containsExactly("Observation.code blood sugar");

        var map = map(LocalCode.TEXT, "Blood sugar", "2345-7");
        assertThat(apply(observation, map)).isTrue();
        assertThat(codes(observation)).containsExactly("2345-7");
        assertThat(observation.getCode().getText()).isEqualTo("Blood  Sugar");
        assertThat(apply(observation, map)).isFalse();
        assertThat(apply(observation, map(LocalCode.TEXT, "blood sugar", "2339-0")))
                .isTrue();
        assertThat(codes(observation)).containsExactly("2339-0");
        assertThat(unmapped).hasSize(1);
    }

    @Test
    void sentences_areNoCodes() {
        var observation = new Observation();
        observation.getCode().setText("word ".repeat(40));
        apply(observation);

        assertThat(unmapped).isEmpty();
    }

    @Test
    void aCodeWithoutSystem_isCollectedAndTranslated() {
        var observation = observation(new Coding(null, "GLU", "Glucose"));
        apply(observation);
        assertThat(unmapped).containsExactly("Observation.code GLU");

        apply(observation, map(LocalCode.NO_SYSTEM, "GLU", "2345-7"));
        assertThat(codes(observation)).containsExactly("GLU", "2345-7");
        assertThat(observation.getCode().getCodingFirstRep().hasSystem()).isFalse();
    }

    @Test
    void aCodingThatStandsAlone_becomesWhatItMeansAndKeepsTheOriginal() {
        var encounter = new Encounter();
        encounter.setClass_(new Coding(LOCAL, "BED", "Bedded"));
        encounter.getMeta().addTag("urn:own", "tag", null);
        assertThat(apply(encounter)).isFalse();
        assertThat(unmapped).containsExactly("Encounter.class BED");

        var map = map(LOCAL, "BED", "IMP");
        assertThat(apply(encounter, map)).isTrue();
        assertThat(apply(encounter, map)).isFalse();
        var coding = encounter.getClass_();
        assertThat(coding.getSystem() + "|" + coding.getCode()).isEqualTo(LOINC + "|IMP");
        assertThat(coding.hasDisplay()).isFalse();
        assertThat(((Coding) coding.getExtensionByUrl(Harmonisation.ORIGINAL).getValue()).getDisplay())
                .isEqualTo("Bedded");

        assertThat(apply(encounter, map(LOCAL, "BED", "ACUTE"))).isTrue();
        assertThat(encounter.getClass_().getCode()).isEqualTo("ACUTE");
        assertThat(((Coding) coding.getExtensionByUrl(Harmonisation.ORIGINAL).getValue()).getCode())
                .isEqualTo("BED");
        assertThat(unmapped).hasSize(1);
    }
}
