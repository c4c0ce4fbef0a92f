package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What the sender says of who may see a resource, to <a href="https://hl7.org/fhir/R4/security-labels.html">meta.security</a>: ORC-28,
 * PV2-22 and ARV. The hub passes the labels on and does not act on them.
 */
public final class SecurityLabels {

    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private SecurityLabels() {}

    /** ORC-28. */
    static void addConfidentiality(Resource resource, @Nullable V2Value value, Translation translation) {
        var concept = CweToCodeableConcept.translate(value, "HL70177", translation);
        if (concept != null && concept.hasCoding()) {
            add(resource, concept.getCodingFirstRep());
        }
    }

    /** PV2-22: a visit that is protected; that one is not needs no label. */
    static void addProtection(Resource resource, SegmentReader pv2) {
        var indicator = pv2.text(22);
        var label = indicator == null ? null : CodeTable.of("HL70136-security").get(indicator);
        if (label != null) {
            add(resource, label.toCoding());
            add(resource, new Coding(TABLE + "0136", "Y", "Yes"));
        }
    }

    /**
     * ARV-3, 4, 7 and 8, as an early ballot of HL7's guide had them. A restriction that is taken back (ARV-2 D) adds nothing; the labels
     * that are stored stay, for nobody else may have asked for them.
     */
    public static void addRestriction(Resource resource, SegmentReader arv, Translation translation) {
        arv.ignore(1);
        if (ActionCode.isDelete(arv.text(2))) {
            return;
        }
        addRestriction(resource, arv, 3, "0717", translation);
        addRestriction(resource, arv, 4, "0719", translation);
        addRestriction(resource, arv, 7, "0952", translation);
        addRestriction(resource, arv, 8, "0953", translation);
    }

    private static void addRestriction(
            Resource resource, SegmentReader arv, int field, String table, Translation translation) {
        for (var value : arv.values(field)) {
            var concept = CweToCodeableConcept.map(value, TABLE + table, translation);
            if (concept != null && concept.hasCoding()) {
                add(resource, concept.getCodingFirstRep());
            }
        }
    }

    private static void add(Resource resource, Coding label) {
        if (resource.getMeta().getSecurity().stream().noneMatch(label::equalsDeep)) {
            resource.getMeta().addSecurity(label);
        }
    }
}
