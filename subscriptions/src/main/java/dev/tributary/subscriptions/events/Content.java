package dev.tributary.subscriptions.events;

import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Compares parts of resources by what they say. */
final class Content {

    private Content() {}

    static boolean same(List<? extends Base> one, List<? extends Base> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).equalsDeep(other.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean same(@Nullable Base one, @Nullable Base other) {
        return one == null ? other == null : other != null && one.equalsDeep(other);
    }

    static boolean sameTargets(List<Reference> one, List<Reference> other) {
        return targets(one).equals(targets(other));
    }

    static List<String> targets(List<Reference> references) {
        return references.stream()
                .map(reference -> String.valueOf(reference.getReference()))
                .sorted()
                .toList();
    }

    /** A text as far as it matters: nothing and empty are the same. */
    static boolean sameText(@Nullable StringType one, @Nullable StringType other) {
        String left = one == null || one.getValue() == null ? "" : one.getValue();
        String right = other == null || other.getValue() == null ? "" : other.getValue();
        return left.equals(right);
    }

    static String codes(List<CodeableConcept> concepts) {
        return concepts.stream()
                .flatMap(concept -> concept.getCoding().stream())
                .map(coding -> coding.getSystem() + "|" + coding.getCode())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
