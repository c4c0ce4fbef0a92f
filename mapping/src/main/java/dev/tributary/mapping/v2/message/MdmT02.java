package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.ObxToDocumentReference;
import dev.tributary.mapping.v2.segment.TxaToDocumentReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Reference;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-mdm-t02-to-bundle.html">MDM_T02</a> and the other events of MDM,
 * of which the odd ones come without content. T05 and T06 append to the document of TXA-13, T09 and T10 replace it, T11 withdraws the
 * document itself.
 */
final class MdmT02 {

    /** Belong to the patient, also behind the TXA. */
    private static final Set<String> OF_THE_VISIT =
            Set.of("PD1", "NK1", "PV1", "PV2", "AL1", "IAM", "IN1", "IN2", "GT1");

    private MdmT02() {}

    static void map(V2Message message, Translation translation) {
        var txa = message.segments().stream()
                .filter(segment -> segment.name().equals("TXA"))
                .findFirst();
        if (txa.isEmpty()) {
            translation.error("required", "TXA", "No TXA segment: nobody can say which document this is about.");
            return;
        }
        var at = message.segments().indexOf(txa.get());
        var header = new ArrayList<V2Segment>();
        var rest = new ArrayList<V2Segment>();
        var isOrder = false;
        for (var segment : message.segments().subList(0, at)) {
            isOrder |= segment.name().equals("ORC") || segment.name().equals("OBR");
            // Without an order before it, it can be of the document only.
            (segment.name().equals("OBX") && !isOrder ? rest : header).add(segment);
        }
        for (var segment : message.segments().subList(at + 1, message.segments().size())) {
            (OF_THE_VISIT.contains(segment.name()) ? header : rest).add(segment);
        }
        var groups = MessageGroups.of(
                new V2Message(message.delimiters(), header), translation.event().code());
        groups.strays().forEach(translation::read);
        for (var group :
                groups.patients().subList(0, Math.min(1, groups.patients().size()))) {
            var subject = Subject.mention(group.asMessage(message), translation);
            if (subject != null) {
                map(group, subject, txa.get(), rest, translation);
            }
        }
        if (groups.patients().isEmpty()) {
            translation.error("required", "PID", "No PID segment: nobody can say whose document this is.");
        }
    }

    private static void map(
            PatientGroup group, Subject subject, V2Segment segment, List<V2Segment> rest, Translation translation) {
        var parts = new PatientParts(group, subject, translation);
        parts.readRest();
        var requests = new RequestMaps(subject, parts.specimens(), parts.observations(), translation);
        var related = new ArrayList<Reference>();
        for (var order : group.orders()) {
            var request = order.obr() == null ? null : requests.map(order);
            if (request != null) {
                related.add(
                        new Reference("ServiceRequest/" + request.getIdElement().getIdPart()));
            }
        }
        write(segment, subject, related, rest, translation);
    }

    /**
     * One document, also beside the results of an order.
     *
     * @param related the orders that it belongs to
     * @param rest what came with it; its OBX are the content
     */
    static void write(
            V2Segment segment,
            Subject subject,
            List<Reference> related,
            List<V2Segment> rest,
            Translation translation) {
        var txa = translation.read(segment);
        var document = TxaToDocumentReference.map(txa, subject.patient(), translation);
        if (subject.encounter() != null) {
            document.getContext().addEncounter(subject.encounter().copy());
        }
        if (!related.isEmpty()) {
            document.getContext().setRelated(related);
        }
        relate(document, txa, subject, translation);
        addContent(document, txa, rest, translation);
        translation.write(document);
    }

    private static void addContent(
            DocumentReference document, SegmentReader txa, List<V2Segment> rest, Translation translation) {
        var content = new ArrayList<SegmentReader>();
        for (var segment : rest) {
            var reader = translation.read(segment);
            if (segment.name().equals("OBX")) {
                content.add(reader);
            }
        }
        ObxToDocumentReference.addContent(document, content, TxaToDocumentReference.contentType(txa), translation);
        for (var segment : rest) {
            var comment = segment.name().equals("NTE") ? NteToAnnotation.text(translation.read(segment)) : null;
            if (comment != null) {
                document.addContent()
                        .setAttachment(new Attachment()
                                .setContentType("text/plain")
                                .setTitle("Comment")
                                .setData(comment.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    /** The other document is mentioned: it may be older than this source's connection. */
    private static void relate(
            DocumentReference document, SegmentReader txa, Subject subject, Translation translation) {
        var identifier = TxaToDocumentReference.parent(txa, translation);
        var key = TxaToDocumentReference.parentKey(txa.segment(), translation);
        if (identifier == null || key == null) {
            return;
        }
        var parent = new DocumentReference()
                .setStatus(DocumentReferenceStatus.CURRENT)
                .setSubject(subject.patient().copy())
                .setMasterIdentifier(identifier);
        parent.setId(translation.id("DocumentReference", key));
        if (parent.getId().equals(document.getIdElement().getIdPart())) {
            return;
        }
        var relationship = CodeTable.of("HL70003-DocumentRelationship")
                .get(translation.event().code());
        var code = relationship == null
                ? DocumentRelationshipType.APPENDS
                : DocumentRelationshipType.fromCode(relationship.target());
        ObxToDocumentReference.addContent(parent, List.of(), null, translation);
        Reference reference;
        if (code == DocumentRelationshipType.REPLACES) {
            reference = translation.write(parent.setStatus(DocumentReferenceStatus.SUPERSEDED));
        } else {
            reference = translation.mention(parent);
        }
        document.addRelatesTo().setCode(code).setTarget(reference);
    }
}
