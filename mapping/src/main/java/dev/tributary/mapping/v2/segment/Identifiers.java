package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Identifier;
import org.jspecify.annotations.Nullable;

/** Identifiers that several segments tell of, and lists of them without twins. */
public final class Identifiers {

    private Identifiers() {}

    /** The number of an order, which OBR and ORC have in the same field; null if neither has it. */
    static @Nullable Identifier ofOrder(
            SegmentReader obr, @Nullable SegmentReader orc, int field, String type, Translation translation) {
        var own = EiToIdentifier.map(obr.value(field), type, translation);
        var other = orc == null ? null : EiToIdentifier.map(orc.value(field), type, translation);
        return own != null ? own : other;
    }

    public static boolean lacks(List<Identifier> identifiers, Identifier wanted) {
        return identifiers.stream()
                .noneMatch(each -> Objects.equals(each.getSystem(), wanted.getSystem())
                        && Objects.equals(each.getValue(), wanted.getValue()));
    }
}
