package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EdToAttachment;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-txa-to-documentreference.html">TXA to DocumentReference</a>. */
public final class TxaToDocumentReference {

    private static final String CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category";
    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";
    private static final String CANCEL = "T11";

    private TxaToDocumentReference() {}

    /** {@code system|number} of the document: TXA-12, else TXA-15, else this message. */
    public static String key(V2Segment txa, Translation translation) {
        var own = key(txa, 12, "DOC", translation);
        var key = own != null ? own : key(txa, 15, "FILL", translation);
        return key != null ? key : translation.event().controlId();
    }

    /** {@code system|number} of TXA-13; null if it is empty. */
    public static @Nullable String parentKey(V2Segment txa, Translation translation) {
        return key(txa, 13, "DOC", translation);
    }

    /** Some send the number where the universal id of its issuer should be. */
    private static @Nullable String key(V2Segment txa, int field, String type, Translation translation) {
        var value = txa.value(field);
        var key = EiToIdentifier.key(value, type, translation.profile());
        return key != null || value == null ? key : value.component(3);
    }

    public static DocumentReference map(SegmentReader txa, Reference patient, Translation translation) {
        txa.ignore(1);
        var document = new DocumentReference().setSubject(patient.copy());
        document.setId(translation.id("DocumentReference", key(txa.segment(), translation)));
        document.setType(CweToCodeableConcept.map(txa.value(2), TABLE + "0270", translation));
        // US Core demands a category, and what is transcribed for a patient is a clinical note.
        document.addCategory()
                .addCoding()
                .setSystem(CATEGORY)
                .setCode("clinical-note")
                .setDisplay("Clinical Note");
        setIdentifiers(document, txa, translation);
        setStatus(document, txa, translation);
        setTimes(document, txa, translation);
        setPersons(document, txa, translation);
        var label = CweToCodeableConcept.map(txa.value(18), TABLE + "0272", translation);
        if (label != null) {
            document.addSecurityLabel(label);
        }
        document.setDescription(txa.wholeText(25));
        return document;
    }

    /** What TXA-3 says of the content; null if it says nothing. */
    public static @Nullable String contentType(SegmentReader txa) {
        return EdToAttachment.contentType(txa.text(3), null);
    }

    /** The document that this one replaces or completes; null if there is none. */
    public static @Nullable Identifier parent(SegmentReader txa, Translation translation) {
        return number(txa, 13, translation);
    }

    private static void setIdentifiers(DocumentReference document, SegmentReader txa, Translation translation) {
        document.setMasterIdentifier(number(txa, 12, translation));
        if (document.hasMasterIdentifier()) {
            document.addIdentifier(document.getMasterIdentifier().copy());
        }
        var file = txa.wholeText(16);
        if (file != null) {
            document.addIdentifier()
                    .setSystem(translation.profile().ownSystem("file"))
                    .setValue(file);
        }
        for (var field : new int[] {14, 15}) {
            for (var value : txa.values(field)) {
                var order = EiToIdentifier.map(value, field == 14 ? "PLAC" : "FILL", translation);
                if (order != null) {
                    document.getContext()
                            .addRelated(
                                    new Reference().setType("ServiceRequest").setIdentifier(order));
                }
            }
        }
    }

    /** The number of a document has no type of table 0203. */
    private static @Nullable Identifier number(SegmentReader txa, int field, Translation translation) {
        var value = txa.value(field);
        var identifier = EiToIdentifier.map(value, "DOC", translation);
        var universal = value == null || identifier != null ? null : value.component(3);
        if (universal != null) {
            return new Identifier()
                    .setSystem(translation.profile().ownSystem("DOC"))
                    .setValue(universal);
        }
        return identifier == null ? null : identifier.setType(null);
    }

    private static void setStatus(DocumentReference document, SegmentReader txa, Translation translation) {
        var availability = txa.text(19);
        var known = availability == null ? null : CodeTable.of("HL70273").get(availability);
        document.setStatus(
                known == null ? DocumentReferenceStatus.CURRENT : DocumentReferenceStatus.fromCode(known.target()));
        var completion = txa.text(17);
        var entry = completion == null ? null : CodeTable.of("HL70271").get(completion);
        if (entry != null) {
            document.setDocStatus(ReferredDocumentStatus.fromCode(entry.target()));
        } else if (completion != null) {
            translation.warn(
                    "code-invalid", txa.segment().path(17), "Not a completion status of table 0271; left out.");
        }
        if (translation.event().code().equals(CANCEL)) {
            document.setStatus(DocumentReferenceStatus.ENTEREDINERROR);
            document.setDocStatus(ReferredDocumentStatus.ENTEREDINERROR);
        }
    }

    /** FHIR wants an instant: the origination if it is precise enough, else transcription, last edit, or the event. */
    private static void setTimes(DocumentReference document, SegmentReader txa, Translation translation) {
        InstantType date = null;
        for (var field : new int[] {6, 7, 8}) {
            for (var value : txa.values(field)) {
                var time = TsToDateTime.instant(value, translation);
                date = date == null ? time : date;
            }
        }
        var occurred = translation.event().occurred();
        if (date == null && occurred != null && occurred.getValueAsString().length() >= 19) {
            date = new InstantType(occurred.getValueAsString());
        }
        if (date != null) {
            document.setDateElement(date);
        }
        var activity = TsToDateTime.map(txa.value(4), translation);
        if (activity != null) {
            document.getContext().getPeriod().setStartElement(activity);
        }
    }

    private static void setPersons(DocumentReference document, SegmentReader txa, Translation translation) {
        var fields = txa.segment().isValued(9) ? new int[] {9} : new int[] {5};
        for (var field : fields) {
            for (var value : txa.values(field)) {
                var author = XcnToPractitioner.map(value, translation);
                if (author != null) {
                    document.addAuthor(author);
                }
            }
        }
        // Who did authenticate, else who was to.
        var done = txa.values(22);
        var assigned = txa.values(10);
        var authenticator = XcnToPractitioner.map(done.isEmpty() ? null : done.get(done.size() - 1), translation);
        if (authenticator == null && !assigned.isEmpty()) {
            authenticator = XcnToPractitioner.map(assigned.get(0), translation);
        }
        if (authenticator != null) {
            document.setAuthenticator(authenticator);
        }
        var custodian = XonToOrganization.ofHd(translation.event().sendingFacility(), 0, translation);
        if (custodian != null) {
            document.setCustodian(custodian);
        }
    }
}
