package dev.tributary.server.harmonise;

import dev.tributary.server.harmonise.Translations.Target;
import java.util.List;
import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;

/**
 * Puts what a local code means beside it, and codes units. Changes resources in place; a second run changes nothing.
 *
 * <p>The original coding stays, first; what was added says in an extension which ConceptMap it is from.
 */
final class Harmonisation {

    /** On an added Coding: canonical URL of the ConceptMap that it came from. */
    static final String TRANSLATED_BY = "https://tributary.dev/fhir/StructureDefinition/translated-by";

    private final UcumUnits units;

    Harmonisation(UcumUnits units) {
        this.units = units;
    }

    /**
     * @param unmapped told of local codes of concepts that have no standard coding
     * @return whether anything changed
     */
    boolean apply(Resource resource, String source, Translations translations, BiConsumer<String, Coding> unmapped) {
        var changed = new boolean[1];
        new Elements(
                        (path, concept) -> changed[0] |= translate(path, concept, source, translations, unmapped),
                        (path, quantity) -> changed[0] |= units.canonicalise(quantity))
                .visit(resource);
        return changed[0];
    }

    private static boolean translate(
            String path,
            CodeableConcept concept,
            String source,
            Translations translations,
            BiConsumer<String, Coding> unmapped) {
        var isStandard = concept.getCoding().stream()
                .anyMatch(coding ->
                        coding.hasCode() && coding.hasSystem() && StandardSystems.contains(coding.getSystem()));
        var changed = false;
        for (var coding : List.copyOf(concept.getCoding())) {
            if (!coding.hasSystem() || !coding.hasCode()) {
                continue;
            }
            var targets = translations.of(source, coding.getSystem(), coding.getCode());
            for (var target : targets) {
                changed |= target.safe() && add(concept, target);
            }
            if (targets.isEmpty() && !isStandard) {
                unmapped.accept(path, coding);
            }
        }
        return changed;
    }

    private static boolean add(CodeableConcept concept, Target target) {
        for (var coding : concept.getCoding()) {
            if (target.system().equals(coding.getSystem()) && target.code().equals(coding.getCode())) {
                return false;
            }
        }
        // A former translation by the same map is replaced, for its entry has been corrected.
        concept.getCoding()
                .removeIf(coding -> target.system().equals(coding.getSystem())
                        && target.map().equals(translatedBy(coding)));
        var coding = concept.addCoding()
                .setSystem(target.system())
                .setCode(target.code())
                .setDisplay(target.display());
        coding.addExtension(TRANSLATED_BY, new UriType(target.map()));
        return true;
    }

    private static String translatedBy(Coding coding) {
        var extension = coding.getExtensionByUrl(TRANSLATED_BY);
        return extension == null || extension.getValue() == null
                ? ""
                : extension.getValue().primitiveValue();
    }
}
