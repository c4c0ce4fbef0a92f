package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** OBX-15, 16 and 23 to 25 to Observation.performer: the laboratory, who observed, and its medical director. */
final class ObxToPerformer {

    private ObxToPerformer() {}

    static void add(Observation observation, SegmentReader obx, Translation translation) {
        var organization = XonToOrganization.map(obx.value(23), translation);
        if (organization != null) {
            addAddress(organization, obx, translation);
            observation.addPerformer(organization);
        }
        var producer = CweToCodeableConcept.map(obx.value(15), translation);
        if (producer != null && organization == null) {
            var coding = producer.getCodingFirstRep();
            var reference = new Reference().setType("Organization").setDisplay(producer.getText());
            if (coding.hasCode()) {
                reference.setIdentifier(
                        new Identifier().setSystem(coding.getSystem()).setValue(coding.getCode()));
            }
            observation.addPerformer(reference);
        }
        for (var field : new int[] {16, 25}) {
            for (var value : obx.values(field)) {
                addPerson(observation, XcnToPractitioner.map(value, translation));
            }
        }
    }

    /** The observer and the director may be one person. */
    private static void addPerson(Observation observation, @Nullable Reference person) {
        if (person != null
                && observation.getPerformer().stream()
                        .noneMatch(each -> person.getReference().equals(each.getReference()))) {
            observation.addPerformer(person);
        }
    }

    private static void addAddress(Reference reference, SegmentReader obx, Translation translation) {
        var value = obx.value(24);
        var address = value == null ? null : XadToAddress.map(value, translation);
        if (address != null
                && translation.written(reference.getReference()) instanceof Organization organization
                && !organization.hasAddress()) {
            organization.addAddress(address);
        }
    }
}
