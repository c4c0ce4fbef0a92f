package dev.tributary.mapping.ccda.document;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.xml.CdaElement;
import dev.tributary.mapping.v2.datatype.PrimaryLanguage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The document as it came: a <a href="https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-documentreference.html">DocumentReference</a>
 * and a Binary with its bytes; an unstructured body is a second content.
 */
public final class DocumentToDocumentReference {

    private static final String US_REALM = "2.16.840.1.113883.10.20.22.1.";
    private static final String CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category";
    private static final String FORMATS = "http://terminology.hl7.org/CodeSystem/v3-HL7DocumentFormatCodes";

    private DocumentToDocumentReference() {}

    public static Reference map(DocumentHeader header, byte[] raw, CdaTranslation translation) {
        var root = header.root();
        var document = new DocumentReference();
        document.setId(id("DocumentReference", root, translation));
        setIdentifiers(document, root, translation);
        document.setStatus(DocumentReferenceStatus.CURRENT);
        document.setType(CdToCodeableConcept.required(root.child("code"), translation));
        document.addCategory()
                .addCoding()
                .setSystem(CATEGORY)
                .setCode("clinical-note")
                .setDisplay("Clinical Note");
        document.setSubject(translation.patient());
        var date = header.date();
        if (date != null && date.getValueAsString().length() >= 19) {
            document.setDateElement(new InstantType(date.getValueAsString()));
        }
        header.authors().forEach(author -> document.addAuthor(author.copy()));
        if (header.legal() != null) {
            document.setAuthenticator(header.legal().copy());
        }
        if (header.custodian() != null) {
            document.setCustodian(header.custodian().copy());
        }
        document.setDescription(NarrativeText.words(root.child("title")));
        addSecurity(document, root, translation);
        addRelations(document, root, translation);
        addContents(document, header, raw, translation);
        setContext(document, header, translation);
        return translation.write(document, root);
    }

    /** Versions of one document are versions of one resource: its set, type and visit name it, else its own id. */
    static String id(String type, CdaElement root, CdaTranslation translation) {
        var set = IiToIdentifier.key(root.child("setId"), translation.profile());
        if (set == null || root.child("versionNumber").attribute("value") == null) {
            return translation.entryId(type, root);
        }
        var visit = IiToIdentifier.key(root.at("componentOf", "encompassingEncounter", "id"), translation.profile());
        return translation.id(
                type,
                String.join(
                        "|",
                        "cda-set",
                        translation.patient().getReference(),
                        set,
                        String.valueOf(root.child("code").attribute("code")),
                        String.valueOf(visit)));
    }

    private static void setIdentifiers(DocumentReference document, CdaElement root, CdaTranslation translation) {
        document.setMasterIdentifier(IiToIdentifier.map(root.child("id"), translation.profile()));
        var set = identifier(root.child("setId"), translation);
        if (set != null) {
            document.addIdentifier(set);
        }
    }

    private static @Nullable Identifier identifier(CdaElement id, CdaTranslation translation) {
        var identifier = IiToIdentifier.map(id, translation.profile());
        return identifier == null || !identifier.hasValue() ? null : identifier;
    }

    private static void addSecurity(DocumentReference document, CdaElement root, CdaTranslation translation) {
        var label = CdToCodeableConcept.map(root.child("confidentialityCode"), translation);
        if (label != null) {
            document.addSecurityLabel(label);
        }
    }

    private static void addRelations(DocumentReference document, CdaElement root, CdaTranslation translation) {
        for (var related : root.children("relatedDocument")) {
            var type = switch (String.valueOf(related.attribute("typeCode"))) {
                case "RPLC" -> DocumentRelationshipType.REPLACES;
                case "APND" -> DocumentRelationshipType.APPENDS;
                case "XFRM" -> DocumentRelationshipType.TRANSFORMS;
                default -> null;
            };
            var parent = identifier(related.at("parentDocument", "id"), translation);
            if (type != null && parent != null) {
                document.addRelatesTo().setCode(type).setTarget(new Reference().setIdentifier(parent));
            }
        }
    }

    private static void addContents(
            DocumentReference document, DocumentHeader header, byte[] raw, CdaTranslation translation) {
        var root = header.root();
        var whole = attachment(root, "document", "text/xml", raw, translation);
        whole.setTitle(NarrativeText.words(root.child("title")));
        var language = root.child("languageCode").attribute("code");
        whole.setLanguage(language == null ? null : PrimaryLanguage.shortest(language));
        if (header.date() != null) {
            whole.setCreationElement(header.date().copy());
        }
        var body = root.at("component", "nonXMLBody", "text");
        document.addContent().setAttachment(whole).setFormat(format(root, body.exists()));
        if (body.exists()) {
            addUnstructured(document, root, body, translation);
        }
    }

    /** Null if the document says that it is of C32, and not of C-CDA; its release is that of its templates. */
    private static @Nullable Coding format(CdaElement root, boolean isUnstructured) {
        var isOlder = root.hasTemplate("2.16.840.1.113883.10.20.1");
        var isFirst = false;
        for (var template : root.children("templateId")) {
            var name = template.attribute("root");
            if (name != null && name.startsWith(US_REALM)) {
                isOlder = false;
                isFirst |= template.attribute("extension") == null;
            }
        }
        var isSecond =
                root.children("templateId").stream().anyMatch(template -> template.attribute("extension") != null);
        return isOlder
                ? null
                : new Coding()
                        .setSystem(FORMATS)
                        .setCode("urn:hl7-org:sdwg:ccda-" + (isUnstructured ? "nonXMLBody" : "structuredBody") + ":"
                                + (isFirst && !isSecond ? "1.1" : "2.1"));
    }

    private static void addUnstructured(
            DocumentReference document, CdaElement root, CdaElement body, CdaTranslation translation) {
        var type = body.attribute("mediaType");
        var link = body.child("reference").attribute("value");
        var content = body.ownText();
        if (content.isEmpty() && link != null) {
            document.addContent()
                    .setAttachment(new Attachment().setContentType(type).setUrl(link));
            return;
        }
        var bytes = body.has("representation", "B64") ? decoded(content) : content.getBytes(StandardCharsets.UTF_8);
        if (bytes == null || bytes.length == 0) {
            translation.warn("value", body, "The body cannot be decoded from Base64; it is kept in the document only.");
            return;
        }
        document.addContent()
                .setAttachment(attachment(root, "body", type == null ? "text/plain" : type, bytes, translation));
    }

    static byte @Nullable [] decoded(String content) {
        try {
            return Base64.getMimeDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Attachment attachment(
            CdaElement root, String part, String contentType, byte[] bytes, CdaTranslation translation) {
        var binary = new Binary();
        binary.setId(translation.entryId(
                "Binary", root, part + "|" + Base64.getEncoder().encodeToString(sha1(bytes))));
        binary.setContentType(contentType);
        binary.setData(bytes);
        var reference = translation.write(binary, CdaElement.absent());
        return new Attachment()
                .setContentType(contentType)
                .setUrl(reference.getReference())
                .setSize(bytes.length)
                .setHash(sha1(bytes));
    }

    static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    private static void setContext(DocumentReference document, DocumentHeader header, CdaTranslation translation) {
        if (header.encounter() != null) {
            document.getContext().addEncounter(header.encounter().copy());
        }
        var event = header.root().at("documentationOf", "serviceEvent");
        var code = CdToCodeableConcept.map(event.child("code"), translation);
        if (code != null) {
            document.getContext().addEvent(code);
        }
        var period = IvlTsToPeriod.map(event.child("effectiveTime"), translation);
        if (period != null) {
            document.getContext().setPeriod(period);
        }
        var facility = CdToCodeableConcept.map(
                header.root().at("componentOf", "encompassingEncounter", "location", "healthCareFacility", "code"),
                translation);
        if (facility != null) {
            document.getContext().setFacilityType(facility);
        }
    }
}
