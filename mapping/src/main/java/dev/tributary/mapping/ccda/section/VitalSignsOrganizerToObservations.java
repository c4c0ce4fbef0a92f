package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://hl7.org/fhir/us/ccda/CF-vitals.html">Vital Signs Organizer to a panel and its Observations</a>: systolic and diastolic
 * pressure are one Observation, oxygen flow and concentration components of the saturation.
 */
final class VitalSignsOrganizerToObservations {

    private static final String CATEGORY = "vital-signs";
    private static final String LOINC = "http://loinc.org";
    private static final String SYSTOLIC = CdaConcepts.code("systolic");
    private static final String DIASTOLIC = CdaConcepts.code("diastolic");
    private static final List<String> SATURATION =
            CodeMap.of("OxygenSaturation").codesOf("main");
    private static final List<String> OXYGEN = CodeMap.of("OxygenSaturation").codesOf("part");

    private VitalSignsOrganizerToObservations() {}

    static List<Reference> map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var groups = new LinkedHashMap<String, List<CdaElement>>();
        for (var component : element.children("component")) {
            for (var observation : component.children("observation")) {
                groups.computeIfAbsent(group(observation, groups), key -> new ArrayList<>())
                        .add(observation);
            }
        }
        var members = new ArrayList<Reference>();
        groups.forEach((group, observations) -> members.addAll(write(entry, group, observations)));
        if (members.isEmpty()) {
            return List.of();
        }
        var panel = panel(entry, members);
        var all = new ArrayList<Reference>();
        all.add(translation.write(panel, element));
        all.addAll(members);
        return all;
    }

    /** What belongs together: a pair of pressures of one time, a saturation and its oxygen; all else is alone. */
    private static String group(CdaElement observation, Map<String, List<CdaElement>> groups) {
        var code = observation.child("code");
        var time = String.valueOf(observation.child("effectiveTime").attribute("value"));
        if (has(code, SYSTOLIC) || has(code, DIASTOLIC)) {
            var same = has(code, SYSTOLIC) ? SYSTOLIC : DIASTOLIC;
            var key = "pressure " + time;
            for (var n = 2; isTaken(groups.get(key), same); n++) {
                key = "pressure " + time + " " + n;
            }
            return key;
        }
        if (SATURATION.stream().anyMatch(each -> has(code, each))) {
            return "saturation " + time + (isSaturated(groups.get("saturation " + time)) ? " " + groups.size() : "");
        }
        return OXYGEN.stream().anyMatch(each -> has(code, each)) ? "saturation " + time : "single " + groups.size();
    }

    private static boolean isTaken(@Nullable List<CdaElement> group, String code) {
        return group != null && group.stream().anyMatch(each -> has(each.child("code"), code));
    }

    private static boolean isSaturated(@Nullable List<CdaElement> group) {
        return group != null && SATURATION.stream().anyMatch(code -> isTaken(group, code));
    }

    private static boolean has(CdaElement code, String value) {
        return CdToCodeableConcept.hasCode(code, value);
    }

    private static List<Reference> write(Entry entry, String group, List<CdaElement> observations) {
        if (group.startsWith("pressure")) {
            return List.of(pressure(entry, observations));
        }
        var main = observations.stream()
                .filter(each -> SATURATION.stream().anyMatch(code -> has(each.child("code"), code)))
                .findFirst();
        if (group.startsWith("saturation") && main.isPresent()) {
            return List.of(saturation(entry, main.get(), observations));
        }
        return observations.stream().map(each -> write(entry, each)).toList();
    }

    private static Reference write(Entry entry, CdaElement element) {
        return entry.translation().write(vital(entry, element), element);
    }

    private static Observation vital(Entry entry, CdaElement element) {
        var observation = ObservationToObservation.map(entry.inner(element), CATEGORY);
        if (!observation.hasEffective()) {
            setEffective(observation, entry);
        }
        return observation;
    }

    /** vs-1 of FHIR: a vital sign has a time, if only to say that it is unknown. */
    private static void setEffective(Observation observation, Entry entry) {
        var time = IvlTsToPeriod.effective(entry.element().child("effectiveTime"), entry.translation());
        if (time != null) {
            observation.setEffective(time);
        } else {
            var absent = new DateTimeType();
            absent.addExtension(NullFlavor.dataAbsentReason("UNK"));
            observation.setEffective(absent);
        }
    }

    private static Reference pressure(Entry entry, List<CdaElement> pair) {
        var element = pair.get(0);
        var observation = vital(entry, element);
        observation.setCode(CdaConcepts.concept("bloodPressure"));
        observation.getIdentifier().clear();
        observation.setValue(null).setDataAbsentReason(null);
        observation.setInterpretation(null).setReferenceRange(null);
        observation.setId(entry.translation().entryId("Observation", element, "pressure"));
        for (var code : new String[] {SYSTOLIC, DIASTOLIC}) {
            var part =
                    pair.stream().filter(each -> has(each.child("code"), code)).findFirst();
            if (part.isPresent()) {
                addComponent(observation, entry, part.get());
                IiToIdentifier.all(part.get(), entry.translation().profile()).forEach(observation::addIdentifier);
            } else {
                var absent = observation.addComponent();
                absent.getCode().addCoding().setSystem(LOINC).setCode(code);
                absent.setDataAbsentReason(NullFlavor.reason("UNK"));
            }
        }
        return entry.translation().write(observation, element);
    }

    private static Reference saturation(Entry entry, CdaElement main, List<CdaElement> all) {
        var observation = vital(entry, main);
        for (var code : SATURATION) {
            if (observation.getCode().getCoding().stream().noneMatch(each -> code.equals(each.getCode()))) {
                observation.getCode().addCoding().setSystem(LOINC).setCode(code);
            }
        }
        for (var other : all) {
            if (other != main) {
                addComponent(observation, entry, other);
            }
        }
        return entry.translation().write(observation, main);
    }

    private static void addComponent(Observation into, Entry entry, CdaElement element) {
        var part = ObservationToObservation.map(entry.inner(element), CATEGORY);
        ObservationComponentComponent component = into.addComponent();
        component.setCode(part.getCode());
        component.setValue(part.getValue());
        component.setDataAbsentReason(part.getDataAbsentReason());
        if (!component.hasValue() && !component.hasDataAbsentReason()) {
            component.setDataAbsentReason(NullFlavor.reason("UNK"));
        }
        component.setInterpretation(part.getInterpretation());
        component.setReferenceRange(part.getReferenceRange());
    }

    private static Observation panel(Entry entry, List<Reference> members) {
        var element = entry.element();
        CdaTranslation translation = entry.translation();
        var panel = new Observation();
        panel.setId(translation.entryId("Observation", element, "panel"));
        panel.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        panel.setSubject(translation.patient());
        var status = CodeMap.of("ResultStatus").target(entry.statusCode());
        panel.setStatus(ObservationStatus.fromCode(Objects.requireNonNullElse(status, "final")));
        panel.addCategory(ObservationToObservation.category(CATEGORY));
        panel.setCode(CdaConcepts.concept("vitalSigns"));
        setEffective(panel, entry);
        if (panel.getEffective().isEmpty() || !panel.getEffective().hasPrimitiveValue()) {
            takeTime(panel, members, translation);
        }
        panel.setPerformer(Related.performers(element, translation));
        var author = Related.author(translation, element);
        if (!panel.hasPerformer() && author != null) {
            panel.addPerformer(author);
        }
        members.forEach(member -> panel.addHasMember(member.copy()));
        return panel;
    }

    private static void takeTime(Observation panel, List<Reference> members, CdaTranslation translation) {
        if (translation.resource(members.get(0)) instanceof Observation first && first.hasEffective()) {
            panel.setEffective(first.getEffective().copy());
        }
    }
}
