package dev.tributary.server.record;

import dev.tributary.server.storage.RecordTag;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What stands in Patients of persons and records: {@code see-also}, {@code refer}, {@code replaces} and {@code replaced-by}. */
final class PersonLinks {

    private PersonLinks() {}

    /** Of a person: its records, oldest link first, and whom it replaces. */
    static void mark(Patient unified, List<PatientLink> records, Set<String> replaced) {
        RecordTag.UNIFIED.mark(unified);
        records.stream()
                .sorted(Comparator.comparing(PatientLink::linkedAt).thenComparing(PatientLink::sourcePatient))
                .forEach(record -> link(unified, record.sourcePatient(), LinkType.SEEALSO));
        replaced.forEach(gone -> link(unified, gone, LinkType.REPLACES));
    }

    /** Of a source record: its person. */
    static void mark(Patient record, PatientLink link) {
        RecordTag.SOURCE.mark(record);
        record.getMeta().setSource(Statement.metaSource(link.sourceId()));
        record.getLink().removeIf(other -> other.getType() == LinkType.REFER);
        link(record, link.unified(), LinkType.REFER);
    }

    /** Whom a stored person replaces; to be changed by the caller. */
    static Set<String> replaced(@Nullable Resource stored) {
        var gone = new TreeSet<String>();
        if (stored instanceof Patient person) {
            person.getLink().stream()
                    .filter(link -> link.getType() == LinkType.REPLACES)
                    .map(link -> link.getOther().getReferenceElement().getIdPart())
                    .forEach(gone::add);
        }
        return gone;
    }

    /** A person that ended: only its heir is left to read; what it said stands in its history, so that searches find the heir alone. */
    static Patient ended(String person, String heir) {
        var gone = new Patient();
        gone.setId(person);
        gone.setActive(false);
        RecordTag.UNIFIED.mark(gone);
        link(gone, heir, LinkType.REPLACEDBY);
        return gone;
    }

    private static void link(Patient patient, String other, LinkType type) {
        patient.addLink().setOther(new Reference("Patient/" + other)).setType(type);
    }
}
