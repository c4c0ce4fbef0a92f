package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;

/** <a href="https://hl7.org/fhir/us/ccda/CF-notes.html">Note Activity to DocumentReference</a>. */
final class NoteActivityToDocumentReference {

    private static final String CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category";

    private NoteActivityToDocumentReference() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var note = new DocumentReference();
        note.setId(translation.entryId("DocumentReference", element));
        note.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        note.setStatus(
                entry.statusCode().equals("nullified")
                        ? DocumentReferenceStatus.ENTEREDINERROR
                        : DocumentReferenceStatus.CURRENT);
        note.setType(type(element.child("code"), translation));
        note.addCategory()
                .addCoding()
                .setSystem(CATEGORY)
                .setCode("clinical-note")
                .setDisplay("Clinical Note");
        note.setSubject(translation.patient());
        var author = Related.author(translation, element);
        if (author != null) {
            note.addAuthor(author);
        }
        var time = Related.authored(translation, element);
        if (time != null && time.getValueAsString().length() >= 19) {
            note.setDateElement(new InstantType(time.getValueAsString()));
        }
        note.addContent().setAttachment(attachment(element.child("text"), translation));
        var period = IvlTsToPeriod.map(element.child("effectiveTime"), translation);
        if (period != null) {
            note.getContext().setPeriod(period);
        }
        for (var encounter : Related.all(element, "encounter")) {
            var known = translation.written(encounter);
            if (known != null) {
                note.getContext().addEncounter(known);
            }
        }
        addRelations(note, element, translation);
        return translation.write(note, element);
    }

    /** The translations say what kind of note; the code alone says that it is one. */
    private static CodeableConcept type(CdaElement code, CdaTranslation translation) {
        var concept = CdToCodeableConcept.required(code, translation);
        if (concept.getCoding().size() > 1) {
            concept.getCoding().removeIf(coding -> CdaConcepts.code("note").equals(coding.getCode()));
        }
        return concept;
    }

    private static Attachment attachment(CdaElement text, CdaTranslation translation) {
        var attachment = new Attachment();
        var content = text.ownText();
        if (text.has("representation", "B64") && !content.isEmpty()) {
            try {
                attachment.setData(Base64.getMimeDecoder().decode(content));
                var type = text.attribute("mediaType");
                return attachment.setContentType(type == null ? "application/octet-stream" : type);
            } catch (IllegalArgumentException e) {
                translation.warn(
                        "value", text, "The note cannot be decoded from Base64; it is kept in the document only.");
            }
        }
        var words = NarrativeText.of(text, translation);
        if (words == null) {
            attachment.getDataElement().addExtension(NullFlavor.dataAbsentReason(text.nullFlavor()));
            return attachment.setContentType("text/plain");
        }
        return attachment.setContentType("text/plain").setData(words.getBytes(StandardCharsets.UTF_8));
    }

    private static void addRelations(DocumentReference note, CdaElement element, CdaTranslation translation) {
        for (var reference : element.children("reference")) {
            for (var id : IiToIdentifier.all(reference.child("externalDocument"), translation.profile())) {
                if (id.hasValue()) {
                    note.addRelatesTo()
                            .setCode(DocumentRelationshipType.APPENDS)
                            .setTarget(new Reference().setIdentifier(id));
                }
            }
        }
    }
}
