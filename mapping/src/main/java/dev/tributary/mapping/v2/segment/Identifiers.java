package dev.tributary.mapping.v2.segment;

import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Identifier;

/** Lists of identifiers without twins. */
final class Identifiers {

    private Identifiers() {}

    static boolean lacks(List<Identifier> identifiers, Identifier wanted) {
        return identifiers.stream()
                .noneMatch(each -> Objects.equals(each.getSystem(), wanted.getSystem())
                        && Objects.equals(each.getValue(), wanted.getValue()));
    }
}
