package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.PatientKey;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XpnToHumanName;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import dev.tributary.mapping.v2.segment.Identifiers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The patients of MRG live on in the patient of PID: merges (A18, A30, A34, A36, A39, A40), a change of number (A46, A47, A48) and a
 * move of a number to another patient (A43). HL7's guide has no map for them; the links follow
 * <a href="https://profiles.ihe.net/ITI/PMIR/index.html">IHE PMIR</a> and Patient.link. Several pairs of PID and MRG are taken in order.
 */
final class AdtMerge {

    private AdtMerge() {}

    static void map(V2Message message, Translation translation) {
        var groups = PatientGroups.of(message.segments());
        if (groups.isEmpty()) {
            translation.error("required", "PID", "No PID segment: nobody can say who lives on.");
        }
        groups.forEach(each -> mapGroup(each, translation));
    }

    private static void mapGroup(List<V2Segment> group, Translation translation) {
        var pid = group.get(0);
        var survivorKey = PatientSegments.patientKey(pid, translation);
        if (survivorKey == null) {
            return;
        }
        var isNumberOnly = isNumberOnly(translation.event().code());
        var retired = new LinkedHashMap<String, Patient>();
        var accounts = translation.event().code().equals("A36");
        var readers = new LinkedHashMap<V2Segment, SegmentReader>();
        for (var segment : group) {
            if (segment.name().equals("MRG")) {
                var reader = translation.read(segment);
                readers.put(segment, reader);
                retire(reader, survivorKey, retired, isNumberOnly, translation);
            }
        }
        if (retired.isEmpty() && !isNumberOnly) {
            translation.error(
                    "required", "MRG-1", "No identifier of another patient: nobody can say whose record is retired.");
            return;
        }
        var survivor = AdtMessage.map(group, translation);
        if (survivor == null) {
            return;
        }
        link(survivor, retired, translation);
        readers.values().forEach(reader -> former(reader, survivor.resource(), retired, isNumberOnly, translation));
        if (accounts) {
            readers.values().forEach(reader -> AdtNumbers.account(reader, survivor, translation));
        }
    }

    /** Events whose MRG may name the very patient of the PID, since only another of his numbers changes. */
    private static boolean isNumberOnly(String event) {
        return switch (event) {
            case "A39", "A43", "A46", "A47", "A48" -> true;
            default -> false;
        };
    }

    private static void link(AdtMessage.Subject survivor, Map<String, Patient> retired, Translation translation) {
        for (var patient : retired.values()) {
            survivor.resource()
                    .setActive(true)
                    .addLink()
                    .setType(LinkType.REPLACES)
                    .setOther(new Reference("Patient/" + patient.getIdElement().getIdPart()));
            patient.addLink()
                    .setType(LinkType.REPLACEDBY)
                    .setOther(survivor.patient().copy());
            translation.write(patient);
            translation.merge(survivor.id(), patient.getIdElement().getIdPart());
        }
    }

    private static void retire(
            SegmentReader mrg,
            String survivorKey,
            Map<String, Patient> retired,
            boolean isNumberOnly,
            Translation translation) {
        var field = mrg.values(1).isEmpty() ? 4 : 1;
        var numbers = mrg.values(field);
        for (var key : PatientKey.retired(numbers, survivorKey, translation.profile())) {
            if (!key.equals(survivorKey)) {
                retired.computeIfAbsent(key, each -> patient(each, numbers, translation));
            } else if (!isNumberOnly) {
                translation.warn(
                        "business-rule",
                        mrg.segment().path(field),
                        "The patient to retire is the one that lives on; left out.");
            }
        }
        addName(mrg, retired);
    }

    /** A number that the patient had, and that names no record of its own. */
    private static void former(
            SegmentReader mrg,
            Patient survivor,
            Map<String, Patient> retired,
            boolean isNumberOnly,
            Translation translation) {
        var fields = isNumberOnly ? new int[] {1, 2, 4} : new int[] {2, 4};
        for (var field : fields) {
            for (var value : mrg.values(field)) {
                var key = CxToIdentifier.key(value, null, translation.profile());
                if (key != null && !retired.containsKey(key)) {
                    addFormer(value, survivor, translation);
                }
            }
        }
    }

    private static void addFormer(V2Value value, Patient survivor, Translation translation) {
        var identifier = CxToIdentifier.map(value, translation);
        if (identifier != null && Identifiers.lacks(survivor.getIdentifier(), identifier)) {
            survivor.addIdentifier(identifier.setUse(Identifier.IdentifierUse.OLD));
        }
    }

    private static Patient patient(String key, List<V2Value> numbers, Translation translation) {
        var patient = new Patient().setActive(false).addIdentifier(identifier(key, numbers, translation));
        patient.setId(translation.id("Patient", key));
        return patient;
    }

    /** The number as it was sent, with its type and its times. */
    private static Identifier identifier(String key, List<V2Value> numbers, Translation translation) {
        for (var value : numbers) {
            var identifier = CxToIdentifier.map(value, translation);
            if (identifier != null && key.equals(identifier.getSystem() + "|" + identifier.getValue())) {
                return identifier;
            }
        }
        var bar = key.indexOf('|');
        return new Identifier().setSystem(key.substring(0, bar)).setValue(key.substring(bar + 1));
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
