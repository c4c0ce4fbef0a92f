package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ContentTypes;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-obx-to-documentreference.html">OBX to DocumentReference</a>: the
 * content of a document. Lines of text become one text; each ED and RP an attachment of its own.
 */
public final class ObxToDocumentReference {

    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private static final Set<String> CODED = Set.of("CE", "CWE", "CNE");

    private ObxToDocumentReference() {}

    /**
     * Adds the content of all OBX of a document; without any, the attachment says that its data are not known.
     *
     * @param contentType what TXA-3 says of text; null if it says nothing
     */
    public static void addContent(
            DocumentReference document,
            List<SegmentReader> segments,
            @Nullable String contentType,
            Translation translation) {
        var lines = new ArrayList<String>();
        for (var obx : segments) {
            if (ObxToAttachment.isAttachment(obx)) {
                var attachment = ObxToAttachment.map(obx, translation);
                if (attachment != null) {
                    document.addContent().setAttachment(attachment);
                }
            } else {
                addLines(lines, obx);
            }
        }
        if (!lines.isEmpty()) {
            var bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            document.addContent().setAttachment(text(bytes, contentType));
        }
        if (!document.hasContent()) {
            var absent = new Attachment().setContentType(contentType);
            absent.addExtension(new Extension(ABSENT, new CodeType("unknown")));
            document.addContent().setAttachment(absent);
        }
    }

    /** A document that came with an order: a consent, a referral letter. Null if it cannot be read. */
    public static @Nullable DocumentReference ofOrder(SegmentReader obx, Order order, Translation translation) {
        var attachment = ObxToAttachment.map(obx, translation);
        if (attachment == null) {
            return null;
        }
        var document = new DocumentReference().setStatus(DocumentReferenceStatus.CURRENT);
        document.setId(translation.id(
                "DocumentReference",
                order.key() + "|" + order.service() + "|" + ObxToObservation.key(obx.segment(), translation)));
        document.setSubject(order.patient().copy());
        document.setType(CweToCodeableConcept.map(obx.value(3), translation));
        if (order.encounter() != null) {
            document.getContext().addEncounter(order.encounter().copy());
        }
        document.addContent().setAttachment(attachment);
        return document;
    }

    private static void addLines(List<String> lines, SegmentReader obx) {
        obx.ignore(1, 2, 3, 4, 11, 14);
        var values = obx.values(5);
        if (values.isEmpty()) {
            lines.add("");
        }
        var isCoded = CODED.contains(String.valueOf(obx.text(2)));
        for (var value : values) {
            var name = isCoded ? value.component(2) : null;
            lines.add(name == null ? value.literal() : name);
        }
    }

    private static Attachment text(byte[] bytes, @Nullable String declared) {
        var sniffed = ContentTypes.of(bytes);
        var isText = declared != null && declared.startsWith("text/");
        return new Attachment()
                .setData(bytes)
                .setContentType(sniffed != null ? sniffed : isText ? declared : "text/plain");
    }
}
