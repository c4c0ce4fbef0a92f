package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.mapping.ElementMerge;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The translation of one document while it is under way: what it wrote so far, and what it found. For one thread. */
public final class CdaTranslation {

    private static final int MOST_ISSUES = 500;
    /** The length of a date to the day. */
    private static final int DAY = 10;

    private final SourceProfile profile;
    private final Map<String, CdaElement> anchors;
    private final String patientKey;
    private final String patientReference;
    private final Map<String, Resource> writes = new LinkedHashMap<>();
    private final Map<String, Reference> byEntryId = new HashMap<>();
    private final Map<String, Optional<Reference>> participants = new HashMap<>();
    private final List<Issue> issues = new ArrayList<>();

    public CdaTranslation(SourceProfile profile, Map<String, CdaElement> anchors, String patientKey) {
        this.profile = profile;
        this.anchors = anchors;
        this.patientKey = patientKey;
        this.patientReference = "Patient/" + id("Patient", patientKey);
    }

    public SourceProfile profile() {
        return profile;
    }

    /** The element of the narrative that a reference {@code #id} means; absent if there is none. */
    public CdaElement anchor(String reference) {
        var name = reference.startsWith("#") ? reference.substring(1) : reference;
        return anchors.getOrDefault(name, CdaElement.absent());
    }

    public Reference patient() {
        return new Reference(patientReference);
    }

    /** The id that this source's resource of that business key has for ever. */
    public String id(String resourceType, String key) {
        return DeterministicId.of(profile.id(), resourceType, key);
    }

    /** The id of an entry of this patient: by its first id, else by its content. */
    public String entryId(String resourceType, CdaElement entry) {
        return id(resourceType, "cda|" + patientKey + "|" + entryKey(entry));
    }

    /** The same for a second resource that comes of one entry. */
    public String entryId(String resourceType, CdaElement entry, String part) {
        return id(resourceType, "cda|" + patientKey + "|" + entryKey(entry) + "|" + part);
    }

    /** Of somebody or something that many patients share: without the patient. */
    public String sharedId(String resourceType, CdaElement role) {
        return id(resourceType, "cda|" + entryKey(role));
    }

    private String entryKey(CdaElement entry) {
        for (var id : entry.children("id")) {
            var key = IiToIdentifier.key(id, profile);
            if (key != null) {
                return key;
            }
        }
        return "content|" + content(entry);
    }

    private static String content(CdaElement entry) {
        var text = new StringBuilder(512);
        entry.fingerprint(text);
        return DeterministicId.of("content", entry.name(), text.toString());
    }

    /** What the same words about a participant became before; a document repeats its authors with every entry. */
    public @Nullable Reference participant(String kind, CdaElement role, Supplier<@Nullable Reference> map) {
        var words = new StringBuilder(256).append(kind);
        role.fingerprint(words);
        var key = words.toString();
        var known = participants.get(key);
        if (known == null) {
            known = Optional.ofNullable(map.get());
            participants.put(key, known);
        }
        return known.map(Reference::copy).orElse(null);
    }

    /** Writes what came of an entry; the reference may be looked up by the entry's ids later. */
    public Reference write(Resource resource, CdaElement entry) {
        var reference = add(resource, entry);
        for (var id : entry.children("id")) {
            var key = IiToIdentifier.key(id, profile);
            if (key != null) {
                byEntryId.putIfAbsent(key, reference);
            }
        }
        return reference.copy();
    }

    /** What an entry of this document with one of these ids became; null if there is none so far. */
    public @Nullable Reference written(CdaElement entry) {
        for (var id : entry.children("id")) {
            var key = IiToIdentifier.key(id, profile);
            var reference = key == null ? null : byEntryId.get(key);
            if (reference != null) {
                return reference.copy();
            }
        }
        return null;
    }

    /** Two entries with one id are one thing if they say the same; else the sender gave one id twice, and both are kept. */
    private Reference add(Resource resource, CdaElement entry) {
        var reference = reference(resource);
        var before = writes.putIfAbsent(reference, resource);
        if (before == null || before.equalsDeep(resource)) {
            return new Reference(reference);
        }
        if (isSameThing(before, resource)) {
            writes.put(reference, merged(before, resource));
            return new Reference(reference);
        }
        resource.setId(entryId(resource.fhirType(), entry, content(entry)));
        writes.putIfAbsent(reference(resource), resource);
        return new Reference(reference(resource));
    }

    private static Resource merged(Resource before, Resource resource) {
        var merged = ElementMerge.carryForward(before, resource, Set.of());
        if (merged instanceof Condition condition && before instanceof Condition first && first.hasClinicalStatus()) {
            // Status and end are one statement: an end from elsewhere would contradict it (con-4).
            condition.setAbatement(first.getAbatement());
        }
        if (merged instanceof Condition condition && resource instanceof Condition other) {
            for (var category : other.getCategory()) {
                if (condition.getCategory().stream().noneMatch(each -> each.equalsDeep(category))) {
                    condition.addCategory(category);
                }
            }
        }
        return merged;
    }

    private static boolean isSameThing(Resource before, Resource resource) {
        return switch (resource.fhirType()) {
            case "Patient", "PractitionerRole", "RelatedPerson", "CareTeam" -> true;
            case "Encounter" -> startsTogether((Encounter) before, (Encounter) resource);
            case "Device" -> sharesCode(((Device) before).getType(), ((Device) resource).getType());
            case "Organization", "Location", "Practitioner" -> isSame(before, resource, "name");
            case "Condition" -> isSame(before, resource, "code");
            default -> false;
        };
    }

    /** One number for all visits, told apart by their days. */
    private static boolean startsTogether(Encounter one, Encounter other) {
        var start = one.getPeriod().getStartElement().getValueAsString();
        var otherStart = other.getPeriod().getStartElement().getValueAsString();
        if (start == null || otherStart == null) {
            return true;
        }
        var common = Math.min(DAY, Math.min(start.length(), otherStart.length()));
        return start.regionMatches(0, otherStart, 0, common);
    }

    /** One number for all devices, told apart by what they are. */
    private static boolean sharesCode(CodeableConcept one, CodeableConcept other) {
        return !one.hasCoding()
                || !other.hasCoding()
                || one.getCoding().stream()
                        .anyMatch(each -> other.getCoding().stream()
                                .anyMatch(another -> Objects.equals(each.getSystem(), another.getSystem())
                                        && Objects.equals(each.getCode(), another.getCode())));
    }

    /** Some senders give all their clinics one number: their names tell them apart. */
    private static boolean isSame(Resource before, Resource resource, String element) {
        var ours = before.getNamedProperty(element).getValues();
        var theirs = resource.getNamedProperty(element).getValues();
        return ours.isEmpty()
                || theirs.isEmpty()
                || isNothing(ours.get(0))
                || isNothing(theirs.get(0))
                || ours.get(0).equalsDeep(theirs.get(0));
    }

    /** A name that nobody told. */
    private static boolean isNothing(Base value) {
        return value instanceof HumanName name
                ? !name.hasText() && !name.getFamilyElement().hasValue() && !name.hasGiven()
                : value.isPrimitive() && !value.hasPrimitiveValue();
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    public @Nullable Resource resource(Reference reference) {
        return writes.get(reference.getReference());
    }

    public Iterable<Resource> resources() {
        return List.copyOf(writes.values());
    }

    /** PARTIAL: a document says what it knows, and an older one that comes late overwrites nothing. */
    public List<Change> changes() {
        var changes = new ArrayList<Change>(writes.size());
        writes.values().forEach(resource -> changes.add(Change.Write.partial(resource)));
        return changes;
    }

    public void warn(String code, CdaElement where, String text) {
        add(Issue.Severity.WARNING, code, where, text);
    }

    public void inform(String code, CdaElement where, String text) {
        add(Issue.Severity.INFORMATION, code, where, text);
    }

    private void add(Issue.Severity severity, String code, CdaElement where, String text) {
        if (issues.size() < MOST_ISSUES) {
            issues.add(new Issue(severity, code, where.path(), text));
        }
    }

    public List<Issue> issues() {
        return issues;
    }
}
