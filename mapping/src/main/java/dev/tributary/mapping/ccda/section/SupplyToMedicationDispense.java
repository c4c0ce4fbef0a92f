package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationDispense.MedicationDispenseStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;

/** Medication Dispense to <a href="https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-medicationdispense.html">MedicationDispense</a>. Ours: the guide has no map for it. */
final class SupplyToMedicationDispense {

    private SupplyToMedicationDispense() {}

    /** Every supply of the medication that has taken place. */
    static void write(Entry medication, Reference request) {
        if (!(medication.translation().resource(request) instanceof MedicationRequest prescribed)) {
            return;
        }
        for (var supply : Related.all(medication.element(), "supply")) {
            if (supply.has("moodCode", "EVN")) {
                write(medication.inner(supply), supply, request, prescribed.getMedication());
            }
        }
    }

    private static void write(Entry entry, CdaElement supply, Reference request, Type product) {
        var translation = entry.translation();
        var dispense = new MedicationDispense();
        dispense.setId(translation.entryId("MedicationDispense", supply));
        dispense.setIdentifier(IiToIdentifier.all(supply, translation.profile()));
        dispense.setSubject(translation.patient());
        var status = CodeMap.of("DispenseStatus").target(entry.statusCode());
        dispense.setStatus(MedicationDispenseStatus.fromCode(
                entry.isNegated() ? "declined" : Objects.requireNonNullElse(status, "unknown")));
        dispense.setMedication(product.copy());
        dispense.addAuthorizingPrescription(request.copy());
        var quantity = PqToQuantity.map(supply.child("quantity"), translation);
        if (quantity != null) {
            dispense.setQuantity(PqToQuantity.plain(quantity));
        }
        dispense.setWhenHandedOverElement(IvlTsToPeriod.dateTime(supply.child("effectiveTime"), translation));
        Related.performers(supply, translation)
                .forEach(who -> dispense.addPerformer().setActor(who));
        translation.write(dispense, supply);
    }
}
