package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Account.GuarantorComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * GT1 to RelatedPerson and Account.guarantor. HL7's guide has no map for it; what it says of NK1 to RelatedPerson is followed, and
 * <a href="https://hl7.org/fhir/R4/account-definitions.html#Account.guarantor">Account.guarantor</a>.
 */
public final class Gt1ToRelatedPerson {

    private static final String ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleClass";

    private Gt1ToRelatedPerson() {}

    /** @param account receives the guarantor; null if the message names no account */
    public static void write(
            SegmentReader gt1,
            String patientKey,
            Reference patient,
            @Nullable Account account,
            Translation translation) {
        gt1.ignore(1);
        var party = isPatient(gt1) ? patient.copy() : party(gt1, patientKey, patient, translation);
        if (party != null && account != null) {
            account.addGuarantor(new GuarantorComponent()
                    .setParty(party)
                    .setPeriod(DrToPeriod.map(
                            TsToDateTime.map(gt1.value(13), translation),
                            TsToDateTime.map(gt1.value(14), translation))));
        }
    }

    private static boolean isPatient(SegmentReader gt1) {
        var code = gt1.text(11);
        var entry = code == null
                ? null
                : CodeTable.of("HL70063-SubscriberRelationship").get(code);
        return entry != null && entry.target().equals("self");
    }

    private static @Nullable Reference party(
            SegmentReader gt1, String patientKey, Reference patient, Translation translation) {
        var related = new Related(gt1, patient, translation)
                .names(3)
                .addresses(5)
                .telecom(6, ContactPointUse.HOME)
                .telecom(7, ContactPointUse.WORK)
                .identifiers(2, "GN")
                .identifiers(12, "SS")
                .sexAndBirth(9, 8);
        related.person().addRelationship(CweToCodeableConcept.translate(gt1.value(11), "HL70063", translation));
        related.person().addRelationship(new CodeableConcept().addCoding(new Coding(ROLE, "GUAR", "guarantor")));
        var written = related.write(patientKey);
        return written != null ? written : XonToOrganization.map(gt1.value(21), translation);
    }
}
