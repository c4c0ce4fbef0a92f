package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.PatientKey;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XpnToHumanName;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * ADT A40, merge patient: the patients of MRG-1 live on in the patient of PID. HL7's guide has no map for it; the links follow
 * <a href="https://profiles.ihe.net/ITI/PMIR/index.html">IHE PMIR</a> and Patient.link. Several pairs of PID and MRG are taken in order.
 */
final class AdtA40 {

    private AdtA40() {}

    static void map(V2Message message, Translation translation) {
        var group = new ArrayList<V2Segment>();
        var groups = new ArrayList<List<V2Segment>>();
        for (var segment : message.segments()) {
            switch (segment.name()) {
                case "MSH", "EVN" -> {}
                case "PID" -> {
                    group = new ArrayList<>();
                    groups.add(group);
                    group.add(segment);
                }
                case "MRG", "PD1", "NK1" -> group.add(segment);
                default -> translation.read(segment);
            }
        }
        if (groups.isEmpty()) {
            translation.error("required", "PID", "No PID segment: nobody can say who lives on.");
        }
        groups.forEach(each -> mapGroup(each, translation));
    }

    private static void mapGroup(List<V2Segment> group, Translation translation) {
        var pid = group.get(0);
        var survivorKey = AdtMessage.patientKey(pid, translation);
        if (survivorKey == null) {
            return;
        }
        var retired = new LinkedHashMap<String, Patient>();
        for (var segment : group) {
            if (segment.name().equals("MRG")) {
                retire(segment, survivorKey, retired, translation);
            }
        }
        if (retired.isEmpty()) {
            translation.error(
                    "required", "MRG-1", "No identifier of another patient: nobody can say whose record is retired.");
            return;
        }
        writeAll(group, survivorKey, retired, translation);
    }

    private static void writeAll(
            List<V2Segment> group, String survivorKey, Map<String, Patient> retired, Translation translation) {
        var cleared = new HashSet<String>();
        var survivor = PatientSegments.map(group.get(0), survivorKey, group, translation, cleared);
        var survivorId = survivor.getIdElement().getIdPart();
        for (var patient : retired.values()) {
            survivor.addLink()
                    .setType(LinkType.REPLACES)
                    .setOther(new Reference("Patient/" + patient.getIdElement().getIdPart()));
        }
        translation.write(survivor, cleared);
        for (var patient : retired.values()) {
            patient.addLink().setType(LinkType.REPLACEDBY).setOther(new Reference("Patient/" + survivorId));
            translation.write(patient);
            translation.merge(survivorId, patient.getIdElement().getIdPart());
        }
    }

    private static void retire(
            V2Segment mrg, String survivorKey, Map<String, Patient> retired, Translation translation) {
        var reader = translation.read(mrg);
        var field = reader.values(1).isEmpty() ? 4 : 1;
        var numbers = reader.values(field);
        for (var key : PatientKey.retired(numbers, survivorKey, translation.profile())) {
            if (key.equals(survivorKey)) {
                translation.warn(
                        "business-rule", mrg.path(field), "The patient to retire is the one that lives on; left out.");
            } else {
                retired.computeIfAbsent(key, each -> patient(each, translation));
            }
        }
        addName(reader, retired);
    }

    private static Patient patient(String key, Translation translation) {
        var patient = new Patient().setActive(false).addIdentifier(AdtMessage.identifier(key));
        patient.setId(translation.id("Patient", key));
        return patient;
    }

    /** MRG-7 stays unread when several are retired: it does not say whose name it is. */
    private static void addName(SegmentReader mrg, Map<String, Patient> retired) {
        var patient = only(retired);
        var value = patient == null ? null : mrg.value(7);
        if (patient != null && value != null && !patient.hasName()) {
            var name = XpnToHumanName.plain(value);
            if (name != null) {
                patient.addName(name);
            }
        }
    }

    private static @Nullable Patient only(Map<String, Patient> retired) {
        return retired.size() == 1 ? retired.values().iterator().next() : null;
    }
}
