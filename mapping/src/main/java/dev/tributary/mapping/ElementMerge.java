package dev.tributary.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * How a {@linkplain Change.Extent#PARTIAL partial} statement meets what is stored. Pure: arguments stay as they are, results are new
 * resources.
 */
public final class ElementMerge {

    private static final Set<String> STORE_OWNED = Set.of("id", "meta", "implicitRules", "text", "contained");

    /** Elements of an Encounter that a later event may have taken away, or that {@link EncounterMerge} looks at. */
    private static final Set<String> LATE_ENCOUNTER = Set.of(
            "status", "statusHistory", "class", "classHistory", "period", "hospitalization", "location", "length");

    private static final Set<AppointmentStatus> TIMELESS =
            Set.of(AppointmentStatus.PROPOSED, AppointmentStatus.CANCELLED, AppointmentStatus.WAITLIST);

    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private ElementMerge() {}

    /**
     * What to store for a partial statement: its elements, and of the existing resource every element that it lacks and does not clear.
     * Identifiers, extensions and Patient.link are united. Must also be called when nothing is stored yet: it then completes what FHIR
     * demands (an Encounter's status and class).
     *
     * @param incoming the statement
     * @param existing what is stored; null if nothing is
     * @param cleared as in {@link Change.Write#cleared()}
     */
    public static Resource carryForward(Resource incoming, @Nullable Resource existing, Set<String> cleared) {
        if (existing != null && ResultMerge.isOutdated(incoming, existing)) {
            return existing.copy();
        }
        var result = merged(incoming, existing, cleared);
        if (result instanceof Encounter encounter) {
            EncounterMerge.complete(encounter);
        } else if (result instanceof Appointment appointment) {
            complete(appointment);
        }
        return result;
    }

    /**
     * The same for a resource that is only named in passing: of a visit it tells where and when, and not in which state it is, which would
     * be taken for what its own messages say.
     */
    public static Resource mention(Resource incoming, @Nullable Resource existing, Set<String> cleared) {
        if (!(incoming instanceof Encounter)) {
            return carryForward(incoming, existing, cleared);
        }
        var result = (Encounter) merged(incoming, existing, cleared);
        if (!result.hasStatus() || result.getStatus() == EncounterStatus.UNKNOWN) {
            result.setStatus(EncounterStatus.UNKNOWN);
            EncounterMerge.completeClass(result);
        } else {
            EncounterMerge.complete(result);
        }
        return result;
    }

    private static Resource merged(Resource incoming, @Nullable Resource existing, Set<String> cleared) {
        var result = incoming.copy();
        if (existing != null) {
            var source = existing.copy();
            dropParts(source, cleared);
            dropUnknowns(result, source, cleared);
            ResultMerge.carryForward(result, source);
            uniteIdentifiers(result, source);
            uniteExtensions(result, source);
            keepLabels(result, source);
            keepDescription(result, source);
            if (result instanceof Encounter encounter && source instanceof Encounter previous) {
                EncounterMerge.carryForward(encounter, previous, cleared);
            }
            if (result instanceof Patient patient && source instanceof Patient previous) {
                uniteLinks(patient, previous);
            }
            fillAbsent(result, source, "", cleared);
        }
        return result;
    }

    /** app-3: only a proposed or cancelled appointment may be without a time, so another one says that it is not known. */
    private static void complete(Appointment appointment) {
        if (appointment.hasStatus() && !TIMELESS.contains(appointment.getStatus())) {
            if (!appointment.hasStartElement()) {
                appointment.getStartElement().addExtension(ABSENT, new CodeType("unknown"));
            }
            if (!appointment.hasEndElement()) {
                appointment.getEndElement().addExtension(ABSENT, new CodeType("unknown"));
            }
        }
    }

    /**
     * What to store when an older statement arrives late: the existing resource, with such absent elements filled as cannot contradict a
     * newer state. Equal to {@code existing} if there are none.
     */
    public static Resource fillGaps(Resource existing, Resource late) {
        var result = existing.copy();
        var source = late.copy();
        if (result instanceof Encounter encounter && source instanceof Encounter older) {
            uniteIdentifiers(result, source);
            EncounterMerge.fillGaps(encounter, older);
            fillAbsent(result, source, "", LATE_ENCOUNTER);
        } else if (result instanceof DocumentReference document && source instanceof DocumentReference older) {
            ResultMerge.fillGaps(document, older);
        } else if (result instanceof Patient
                || result instanceof Practitioner
                || result instanceof Location
                || result instanceof Organization) {
            fillAbsent(result, source, "", Set.of("link", "active"));
        }
        return result;
    }

    /**
     * What to store for one resource of which this was said, in any order and any number of times: told again in the order in which it
     * happened.
     *
     * @param statements at least one
     * @param existing what is stored: what was only mentioned of the resource is taken from it
     */
    public static Resource retell(List<Told> statements, @Nullable Resource existing) {
        Resource result = null;
        for (var told : Told.inOrder(statements)) {
            result = carryForward(told.resource(), result, told.cleared());
        }
        if (result == null) {
            throw new IllegalArgumentException("Nothing was said");
        }
        return existing == null ? result : fillGaps(result, existing);
    }

    /** Copies what {@code into} lacks from {@code from}; {@code from} must not be used afterwards. */
    static void fillAbsent(Base into, Base from, String prefix, Set<String> cleared) {
        for (var property : from.children()) {
            var name = elementName(property);
            if (property.hasValues()
                    && !(prefix.isEmpty() && STORE_OWNED.contains(name))
                    && !cleared.contains(prefix + name)
                    && !into.getChildByName(property.getName()).hasValues()) {
                copy(into, property);
            }
        }
    }

    private static void copy(Base into, Property property) {
        for (var value : List.copyOf(property.getValues())) {
            into.setProperty(property.getName(), value);
        }
    }

    private static String elementName(Property property) {
        var name = property.getName();
        return name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
    }

    /** That a statement does not know something takes nothing away from what is known. */
    private static void dropUnknowns(Resource into, Resource from, Set<String> cleared) {
        for (var property : into.children()) {
            var name = property.getName();
            var values = List.copyOf(property.getValues());
            if (values.isEmpty() || !isUnknown(values) || cleared.contains(elementName(property))) {
                continue;
            }
            var known = from.getChildByName(name);
            if (known == null || !known.hasValues() || isUnknown(known.getValues())) {
                continue;
            }
            if (property.getMaxCardinality() == 1) {
                into.setProperty(name, known.getValues().get(0));
            } else {
                values.forEach(value -> into.removeChild(name, value));
            }
        }
    }

    /** Nothing but the reason why there is no data. */
    private static boolean isUnknown(List<Base> values) {
        return values.stream()
                .allMatch(value -> isUnnamed(value)
                        || value instanceof Element element
                                && element.hasExtension(ABSENT)
                                && !(element.isPrimitive() && element.hasPrimitiveValue())
                                && element.children().stream()
                                        .noneMatch(child -> child.hasValues()
                                                && !child.getName().equals("extension")
                                                && !child.getName().equals("id")));
    }

    private static boolean isUnnamed(Base value) {
        return value instanceof HumanName name
                && name.getFamilyElement().hasExtension(ABSENT)
                && !name.getFamilyElement().hasValue()
                && !name.hasGiven()
                && !name.hasText();
    }

    private static void uniteIdentifiers(Resource into, Resource from) {
        var theirs = from.getChildByName("identifier");
        var ours = into.getChildByName("identifier");
        if (theirs == null || ours == null || theirs.getMaxCardinality() == 1 || !ours.hasValues()) {
            return;
        }
        var known = new ArrayList<>(ours.getValues());
        for (var value : List.copyOf(theirs.getValues())) {
            if (known.stream().noneMatch(each -> isSame((Identifier) each, (Identifier) value))) {
                into.setProperty("identifier", value);
            }
        }
    }

    private static boolean isSame(Identifier left, Identifier right) {
        return Objects.equals(left.getSystem(), right.getSystem()) && Objects.equals(left.getValue(), right.getValue());
    }

    /** A restriction that was once asked for holds until somebody takes it away by hand. */
    private static void keepLabels(Resource into, Resource from) {
        for (var label : from.getMeta().getSecurity()) {
            if (into.getMeta().getSecurity(label.getSystem(), label.getCode()) == null) {
                into.getMeta().addSecurity(label);
            }
        }
    }

    /** A narrative that says more than the elements (PV2-12). */
    private static void keepDescription(Resource into, Resource from) {
        if (into instanceof DomainResource result
                && from instanceof DomainResource source
                && !result.hasText()
                && source.getText().getStatus() == NarrativeStatus.ADDITIONAL) {
            result.setText(source.getText());
        }
    }

    private static void uniteExtensions(Resource into, Resource from) {
        if (into instanceof DomainResource result && from instanceof DomainResource source && result.hasExtension()) {
            var urls = result.getExtension().stream().map(Extension::getUrl).toList();
            source.getExtension().stream()
                    .filter(extension -> !urls.contains(extension.getUrl()))
                    .forEach(result::addExtension);
        }
    }

    /**
     * One of several values: {@code link.Patient/x} takes the links to that patient away, {@code telecom.work} and {@code name.maiden} what
     * has that use, {@code extension.<url>} that extension, {@code participant.ATND} who took part in that way.
     */
    private static void dropParts(Resource source, Set<String> cleared) {
        if (cleared.stream().noneMatch(each -> each.indexOf('.') > 0)) {
            return;
        }
        if (source instanceof DomainResource resource) {
            resource.getExtension().removeIf(each -> cleared.contains("extension." + each.getUrl()));
        }
        if (source instanceof Patient patient) {
            patient.getLink()
                    .removeIf(link -> cleared.contains("link." + link.getOther().getReference()));
            patient.getTelecom()
                    .removeIf(each -> each.hasUse()
                            && cleared.contains("telecom." + each.getUse().toCode()));
            patient.getName()
                    .removeIf(each -> each.hasUse()
                            && cleared.contains("name." + each.getUse().toCode()));
        } else if (source instanceof Encounter encounter) {
            encounter
                    .getParticipant()
                    .removeIf(each -> each.getType().stream()
                            .flatMap(type -> type.getCoding().stream())
                            .anyMatch(coding -> cleared.contains("participant." + coding.getCode())));
        }
    }

    private static void uniteLinks(Patient into, Patient from) {
        if (!into.hasLink()) {
            return;
        }
        for (var link : from.getLink()) {
            var isKnown = into.getLink().stream()
                    .anyMatch(each -> each.getType() == link.getType()
                            && Objects.equals(
                                    each.getOther().getReference(),
                                    link.getOther().getReference()));
            if (!isKnown) {
                into.addLink(link);
            }
        }
    }
}
