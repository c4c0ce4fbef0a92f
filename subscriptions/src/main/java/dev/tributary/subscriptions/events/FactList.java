package dev.tributary.subscriptions.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Facts while they are gathered, each value once, in the notation of {@link Facts}. */
final class FactList {

    private final Map<String, Set<String>> values = new LinkedHashMap<>();

    FactList text(String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            values.computeIfAbsent(name, unused -> new LinkedHashSet<>()).add(value);
        }
        return this;
    }

    FactList words(String name, @Nullable String value) {
        return text(name, value == null ? null : value.strip().toLowerCase(Locale.ROOT));
    }

    /** {@code start/end}, either may be empty. */
    FactList period(String name, Period period) {
        return period.isEmpty()
                ? this
                : text(
                        name,
                        Objects.toString(period.getStartElement().getValueAsString(), "") + "/"
                                + Objects.toString(period.getEndElement().getValueAsString(), ""));
    }

    FactList coding(String name, Coding coding) {
        return coding.hasCode()
                ? text(name, (coding.hasSystem() ? coding.getSystem() : "") + "|" + coding.getCode())
                : this;
    }

    FactList concept(String name, CodeableConcept concept) {
        concept.getCoding().forEach(coding -> coding(name, coding));
        return this;
    }

    FactList concepts(String name, List<CodeableConcept> concepts) {
        concepts.forEach(concept -> concept(name, concept));
        return this;
    }

    FactList identifiers(String name, List<Identifier> identifiers) {
        identifiers.stream()
                .filter(Identifier::hasValue)
                .forEach(each -> text(name, (each.hasSystem() ? each.getSystem() : "") + "|" + each.getValue()));
        return this;
    }

    FactList reference(String name, Reference reference) {
        if (reference.hasReference() && reference.getReferenceElement().hasIdPart()) {
            text(
                    name,
                    reference.getReferenceElement().toUnqualifiedVersionless().getValue());
        }
        return this;
    }

    FactList references(String name, List<Reference> references) {
        references.forEach(reference -> reference(name, reference));
        return this;
    }

    Facts toFacts() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        values.forEach((name, each) -> lists.put(name, new ArrayList<>(each)));
        return new Facts(lists);
    }
}
