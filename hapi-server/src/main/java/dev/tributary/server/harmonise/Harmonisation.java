package dev.tributary.server.harmonise;

import dev.tributary.server.harmonise.Translations.Target;
import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a local code means beside it, and codes units. Changes resources in place; a second run changes nothing.
 *
 * <p>In a concept the original coding stays, first; what was added says in an extension which ConceptMap it is from. A Coding that stands
 * alone has room for one code: it becomes what it means, and holds the original in an extension. Words without a code are looked up like
 * a code of {@link LocalCode#TEXT}.
 */
final class Harmonisation {

    /** On an added or replaced Coding: canonical URL of the ConceptMap that it came from. */
    static final String TRANSLATED_BY = "https://tributary.dev/fhir/StructureDefinition/translated-by";

    /** On a replaced Coding: what the sender wrote. */
    static final String ORIGINAL = "https://tributary.dev/fhir/StructureDefinition/original-coding";

    private final UcumUnits units;

    Harmonisation(UcumUnits units) {
        this.units = units;
    }

    /**
     * @param unmapped told of local codes of concepts that have no standard coding
     * @return whether anything changed
     */
    boolean apply(Resource resource, String source, Translations translations, BiConsumer<String, Coding> unmapped) {
        var run = new Run(source, translations, unmapped);
        new Elements(run::translate, run::translate, (path, quantity) -> run.changed |= units.canonicalise(quantity))
                .visit(resource);
        return run.changed;
    }

    /** Over one resource. */
    private static final class Run {

        private final String source;
        private final Translations translations;
        private final BiConsumer<String, Coding> unmapped;
        private boolean changed;

        Run(String source, Translations translations, BiConsumer<String, Coding> unmapped) {
            this.source = source;
            this.translations = translations;
            this.unmapped = unmapped;
        }

        void translate(String path, CodeableConcept concept) {
            var own = concept.getCoding().stream()
                    .filter(coding -> coding.hasCode() && !coding.hasExtension(TRANSLATED_BY))
                    .map(LocalCode::named)
                    .toList();
            var asked = !own.isEmpty() ? own : LocalCode.words(concept).stream().toList();
            var isStandard = concept.getCoding().stream().anyMatch(Run::isStandard);
            for (var coding : asked) {
                var targets = translations.of(source, coding.getSystem(), coding.getCode());
                for (var target : targets) {
                    changed |= target.safe() && add(concept, target);
                }
                if (targets.isEmpty() && !isStandard) {
                    unmapped.accept(path, coding);
                }
            }
        }

        /** Only one target can be taken: the first. */
        void translate(String path, Coding coding) {
            var kept = original(coding);
            var original = LocalCode.named(kept == null ? coding : kept);
            if (!original.hasCode()) {
                return;
            }
            var targets = translations.of(source, original.getSystem(), original.getCode());
            var target = targets.stream().filter(Target::safe).findFirst();
            if (target.isPresent()) {
                changed |= replace(coding, kept == null ? coding.copy() : kept, target.get());
            } else if (targets.isEmpty() && !isStandard(coding)) {
                unmapped.accept(path, original);
            }
        }

        private static boolean isStandard(Coding coding) {
            return coding.hasCode() && coding.hasSystem() && StandardSystems.contains(coding.getSystem());
        }
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
        set(concept.addCoding(), target);
        return true;
    }

    private static boolean replace(Coding coding, Coding original, Target target) {
        if (target.system().equals(coding.getSystem()) && target.code().equals(coding.getCode())) {
            return false;
        }
        coding.setVersion(null);
        coding.setExtension(null);
        set(coding, target).addExtension(ORIGINAL, original);
        return true;
    }

    private static Coding set(Coding coding, Target target) {
        coding.setSystem(target.system()).setCode(target.code()).setDisplay(target.display());
        coding.addExtension(TRANSLATED_BY, new UriType(target.map()));
        return coding;
    }

    private static @Nullable Coding original(Coding coding) {
        var extension = coding.getExtensionByUrl(ORIGINAL);
        return extension != null && extension.getValue() instanceof Coding kept ? kept : null;
    }

    private static String translatedBy(Coding coding) {
        var extension = coding.getExtensionByUrl(TRANSLATED_BY);
        return extension == null || extension.getValue() == null
                ? ""
                : extension.getValue().primitiveValue();
    }
}
