package dev.tributary.mapping.ccda;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.SourceProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Documents of CDA that came inside a message (OBX of type ED in ORU and MDM): their facts join those of the message. */
public final class EnclosedDocuments {

    private static final int BEGINNING = 2000;

    private EnclosedDocuments() {}

    /**
     * The message with what its documents say; the same object if it holds none. The documents are taken to be about the message's patient,
     * whatever number they have. Their visits are left out: the message itself says what happens now.
     *
     * @param patientKey {@code system|value} by which the message knows its patient
     */
    public static Mapped unfold(Mapped mapped, String patientKey, SourceProfile profile) {
        var documents = new ArrayList<byte[]>(1);
        for (var change : mapped.changes()) {
            if (change instanceof Change.Write write) {
                collect(write.resource(), documents);
            }
        }
        if (documents.isEmpty() || !isAbout(mapped, DeterministicId.of(profile.id(), "Patient", patientKey))) {
            return mapped;
        }
        var changes = new ArrayList<>(mapped.changes());
        var issues = new ArrayList<Issue>(mapped.issues());
        for (var raw : documents) {
            if (CcdaReader.read(raw, profile) instanceof CcdaReading.Readable readable) {
                var document = CcdaMapper.map(readable, raw, profile, patientKey);
                addNew(changes, withoutPatientAndVisits(document));
                issues.addAll(document.issues());
            }
        }
        return new Mapped(mapped.trigger(), mapped.occurred(), changes, issues);
    }

    /** Two documents may name one doctor: the first statement counts. */
    private static void addNew(List<Change> changes, List<Change.Write> writes) {
        var known = new HashSet<String>();
        for (var change : changes) {
            if (change instanceof Change.Write write) {
                known.add(reference(write));
            }
        }
        writes.stream().filter(write -> known.add(reference(write))).forEach(changes::add);
    }

    private static String reference(Change.Write write) {
        return write.resource().fhirType() + "/"
                + write.resource().getIdElement().getIdPart();
    }

    private static void collect(Resource resource, List<byte[]> documents) {
        if (resource instanceof DiagnosticReport report) {
            report.getPresentedForm().forEach(attachment -> collect(attachment, documents));
        } else if (resource instanceof DocumentReference reference) {
            reference.getContent().forEach(content -> collect(content.getAttachment(), documents));
        } else if (resource instanceof Binary binary && binary.hasData()) {
            collect(binary.getData(), documents);
        }
    }

    private static void collect(Attachment attachment, List<byte[]> documents) {
        if (attachment.hasData()) {
            collect(attachment.getData(), documents);
        }
    }

    private static void collect(byte[] data, List<byte[]> documents) {
        var beginning = new String(data, 0, Math.min(BEGINNING, data.length), StandardCharsets.ISO_8859_1);
        if (beginning.contains("ClinicalDocument")
                && beginning.stripLeading().indexOf('<') <= 3
                && documents.stream().noneMatch(each -> Arrays.equals(each, data))) {
            documents.add(data);
        }
    }

    private static boolean isAbout(Mapped mapped, String patient) {
        return mapped.changes().stream()
                .anyMatch(change -> change instanceof Change.Write write
                        && write.resource() instanceof Patient
                        && patient.equals(write.resource().getIdElement().getIdPart()));
    }

    private static List<Change.Write> withoutPatientAndVisits(Mapped document) {
        var changes = new ArrayList<Change.Write>();
        for (var change : document.changes()) {
            if (change instanceof Change.Write write
                    && !(write.resource() instanceof Patient)
                    && !(write.resource() instanceof Encounter)) {
                leaveVisits(write.resource());
                changes.add(write);
            }
        }
        return changes;
    }

    private static void leaveVisits(Resource resource) {
        if (resource instanceof Composition composition) {
            composition.setEncounter(null);
            composition.getSection().forEach(EnclosedDocuments::leaveVisits);
        } else if (resource instanceof DocumentReference reference) {
            reference.getContext().getEncounter().clear();
        } else if (resource instanceof Provenance provenance) {
            provenance.getTarget().removeIf(EnclosedDocuments::isVisit);
        }
    }

    private static void leaveVisits(SectionComponent section) {
        section.getEntry().removeIf(EnclosedDocuments::isVisit);
        section.getSection().forEach(EnclosedDocuments::leaveVisits);
    }

    private static boolean isVisit(Reference reference) {
        return reference.getReference().startsWith("Encounter/");
    }
}
