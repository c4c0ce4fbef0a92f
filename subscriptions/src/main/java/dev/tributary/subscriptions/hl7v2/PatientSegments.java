package dev.tributary.subscriptions.hl7v2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.PatientCommunicationComponent;
import org.jspecify.annotations.Nullable;

/** Patient to PID, and those who live on in another to MRG. */
final class PatientSegments {

    private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
    private static final Set<ContactPointSystem> DIALLED =
            Set.of(ContactPointSystem.PHONE, ContactPointSystem.FAX, ContactPointSystem.PAGER, ContactPointSystem.SMS);

    private final V2Destination destination;
    private final String fhirBase;

    /** @param fhirBase what the hub's own ids are numbers of */
    PatientSegments(V2Destination destination, String fhirBase) {
        this.destination = destination;
        this.fhirBase = fhirBase;
    }

    /** @param except numbers that are told elsewhere, as {@code system|value} */
    SegmentWriter pid(Patient patient, Set<String> except) {
        SegmentWriter pid = new SegmentWriter("PID").set(1, "1");
        pid.set(3, numbers(patient, except));
        pid.set(5, patient.getName().stream().map(PatientSegments::xpn).toList());
        Extension maiden =
                patient.getExtensionByUrl("http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName");
        if (maiden != null && maiden.getValue() != null) {
            pid.set(6, Er7.text(maiden.getValue().primitiveValue()));
        }
        pid.set(7, Er7.text(patient.getBirthDateElement().getValueAsString()).replace("-", ""));
        pid.set(8, Codes.sex(patient));
        pid.set(10, category(patient, "race"));
        pid.set(11, patient.getAddress().stream().map(PatientSegments::xad).toList());
        pid.set(13, telecoms(patient, false));
        pid.set(14, telecoms(patient, true));
        pid.set(15, language(patient));
        pid.set(16, Codes.maritalStatus(patient.getMaritalStatus()));
        pid.set(22, category(patient, "ethnicity"));
        birth(pid, patient);
        death(pid, patient);
        return pid;
    }

    /** MRG-1 and MRG-7: who is no longer anybody of their own. */
    SegmentWriter mrg(List<Patient> retired) {
        SegmentWriter mrg = new SegmentWriter("MRG");
        List<String> numbers = new ArrayList<>();
        retired.forEach(patient -> numbers.addAll(numbers(patient, Set.of())));
        mrg.set(1, numbers);
        if (retired.size() == 1 && retired.get(0).hasName()) {
            mrg.set(7, xpn(retired.get(0).getNameFirstRep()));
        }
        return mrg;
    }

    /** What one of a person's numbers is known by. */
    static String key(Identifier identifier) {
        return identifier.getSystem() + "|" + identifier.getValue();
    }

    /** The destination's own numbers first, then record numbers, the hub's own id last. */
    private List<String> numbers(Patient patient, Set<String> except) {
        List<String> numbers = new ArrayList<>(patient.getIdentifier().stream()
                .filter(identifier -> identifier.hasValue() && identifier.getUse() != IdentifierUse.OLD)
                .filter(identifier -> !except.contains(key(identifier)))
                .sorted(Comparator.comparingInt(this::rank))
                .map(identifier -> Designators.cx(identifier, destination.namespaces()))
                .toList());
        Identifier own = new Identifier()
                .setSystem(fhirBase + "/Patient")
                .setValue(patient.getIdElement().getIdPart());
        String authority = Er7.subcomponents(Designators.authority(own.getSystem(), destination.namespaces()));
        numbers.add(Er7.components(Er7.text(own.getValue()), "", "", authority, "PI"));
        return numbers;
    }

    private int rank(Identifier identifier) {
        if (identifier.hasSystem() && identifier.getSystem().equals(destination.assigningAuthority())) {
            return 0;
        }
        return "MR".equals(Designators.type(identifier)) ? 1 : 2;
    }

    static String xpn(HumanName name) {
        List<?> given = name.getGiven();
        return Er7.components(
                Er7.text(name.getFamily()),
                given.isEmpty() ? "" : Er7.text(name.getGiven().get(0).getValue()),
                given.size() < 2 ? "" : Er7.words(given.subList(1, given.size())),
                Er7.words(name.getSuffix()),
                Er7.words(name.getPrefix()),
                "",
                Codes.nameType(name));
    }

    private static String xad(Address address) {
        List<?> lines = address.getLine();
        return Er7.components(
                lines.isEmpty() ? "" : Er7.text(address.getLine().get(0).getValue()),
                lines.size() < 2 ? "" : Er7.words(lines.subList(1, lines.size())),
                Er7.text(address.getCity()),
                Er7.text(address.getState()),
                Er7.text(address.getPostalCode()),
                Er7.text(address.getCountry()),
                Codes.addressType(address),
                "",
                Er7.text(address.getDistrict()));
    }

    private static List<String> telecoms(Patient patient, boolean work) {
        return patient.getTelecom().stream()
                .filter(point -> point.hasValue() && (point.getUse() == ContactPointUse.WORK) == work)
                .filter(point -> point.getUse() != ContactPointUse.OLD)
                .map(PatientSegments::xtn)
                .toList();
    }

    private static String xtn(ContactPoint point) {
        boolean work = point.getUse() == ContactPointUse.WORK;
        if (point.getSystem() == ContactPointSystem.EMAIL) {
            return Er7.components("", "NET", "Internet", Er7.text(point.getValue()));
        }
        if (point.hasSystem() && !DIALLED.contains(point.getSystem())) {
            return "";
        }
        String equipment = switch (point.hasSystem() ? point.getSystem() : ContactPointSystem.PHONE) {
            case FAX -> "FX";
            case PAGER -> "BP";
            default -> point.getUse() == ContactPointUse.MOBILE ? "CP" : "PH";
        };
        return Er7.components(Er7.text(point.getValue()), work ? "WPN" : "PRN", equipment);
    }

    private static String language(Patient patient) {
        return patient.getCommunication().stream()
                .sorted(Comparator.comparing(each -> !each.getPreferred()))
                .findFirst()
                .map(PatientCommunicationComponent::getLanguage)
                .map(language -> language.hasCoding()
                        ? Er7.components(
                                Er7.text(language.getCodingFirstRep().getCode()),
                                Er7.text(language.getCodingFirstRep().getDisplay()))
                        : "")
                .orElse("");
    }

    /** PID-10 and PID-22 from the extensions of US Core. */
    private static List<String> category(Patient patient, String name) {
        Extension extension = patient.getExtensionByUrl(US_CORE + name);
        if (extension == null) {
            return List.of();
        }
        return extension.getExtensionsByUrl("ombCategory").stream()
                .filter(each -> each.getValue() instanceof Coding)
                .map(each -> (Coding) each.getValue())
                .map(coding -> Er7.components(Er7.text(coding.getCode()), Er7.text(coding.getDisplay()), "CDCREC"))
                .toList();
    }

    private static void birth(SegmentWriter pid, Patient patient) {
        if (patient.getMultipleBirth() instanceof IntegerType order) {
            pid.set(24, "Y").set(25, order.getValueAsString());
        } else if (patient.getMultipleBirth() instanceof BooleanType multiple) {
            pid.set(24, yesNo(multiple));
        }
    }

    private static void death(SegmentWriter pid, Patient patient) {
        if (patient.getDeceased() instanceof DateTimeType time) {
            pid.set(29, Er7.time(time)).set(30, "Y");
        } else if (patient.getDeceased() instanceof BooleanType deceased) {
            pid.set(30, yesNo(deceased));
        }
    }

    private static String yesNo(@Nullable BooleanType value) {
        return value != null && Boolean.TRUE.equals(value.getValue()) ? "Y" : "N";
    }
}
