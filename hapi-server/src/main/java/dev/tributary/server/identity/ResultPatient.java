package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * {@code result-patient} of a <a href="https://hl7.org/fhir/R5/patient-operation-merge.html">merge</a> (MG-01): what whoever asks expects
 * to come of it.
 *
 * <p>What a person says follows from what its sources say; a value that was typed into the result would be gone with the next message. So
 * the expectation is compared with what comes of the merge, which is refused, and nothing has changed, if it says anything else.
 */
final class ResultPatient {

    /** Told apart, or not said of the person. */
    private static final Set<String> NOT_COMPARED =
            Set.of("id", "meta", "text", "link", "implicitRules", "language", "contained", "identifier");

    private final Patient expected;
    private final List<Identifier> named;
    private final Set<String> sourceIds;

    private ResultPatient(Patient expected, List<Identifier> named, Set<String> sourceIds) {
        this.expected = expected;
        this.named = named;
        this.sourceIds = sourceIds;
    }

    /** @param source id of the side that ends, as it was named; null without the parameter */
    static @Nullable ResultPatient of(Parameters input, String source) {
        if (!input.hasParameter("result-patient")) {
            return null;
        }
        // A Patient that says nothing is not even sent.
        var sent = input.getParameter("result-patient").getResource();
        if (sent != null && !(sent instanceof Patient)) {
            throw new InvalidRequestException("result-patient: is no Patient.");
        }
        var expected = sent instanceof Patient patient ? patient : new Patient();
        var named = input.getParameter().stream()
                .filter(part -> "target-patient-identifier".equals(part.getName()))
                .map(part -> part.getValue() instanceof Identifier identifier ? identifier : new Identifier())
                .toList();
        return new ResultPatient(expected, named, Set.of(source));
    }

    /** Throws {@link UnprocessableEntityException} unless all that is expected is so; inside the transaction that it thereby ends. */
    void require(Patient result) {
        var id = result.getIdElement().getIdPart();
        if (!id.equals(expected.getIdElement().getIdPart())) {
            throw refused("its id is not the target's, " + id + ".");
        }
        if (named.stream().anyMatch(each -> !has(expected, each))) {
            throw refused("an identifier that target-patient-identifier names is not in it.");
        }
        if (expected.getLink().stream()
                .noneMatch(link -> link.getType() == LinkType.REPLACES && isSource(link.getOther(), result))) {
            throw refused("a link of type replaces to the source patient is missing.");
        }
        if (expected.getIdentifier().stream().anyMatch(each -> !has(result, each))) {
            throw refused("it has an identifier that neither of the two has.");
        }
        var others = expected.children().stream()
                .filter(property -> !NOT_COMPARED.contains(property.getName()))
                .filter(property -> !says(result, property))
                .map(property -> property.getName().replace("[x]", ""))
                .toList();
        if (!others.isEmpty()) {
            throw refused("what comes of this merge says otherwise in " + String.join(", ", others)
                    + ". A person says what its sources say, by the rules of survivorship: correct it at the source, or leave it"
                    + " out; preview shows what comes.");
        }
    }

    private static UnprocessableEntityException refused(String reason) {
        return new UnprocessableEntityException("result-patient: " + reason + " Nothing was merged.");
    }

    /** By the id of the person, or of its record that was named. */
    private boolean isSource(Reference other, Patient result) {
        var id = other.getReferenceElement().getIdPart();
        return sourceIds.contains(id)
                || result.getLink().stream()
                        .filter(link -> link.getType() == LinkType.REPLACES)
                        .anyMatch(link -> link.getOther()
                                .getReferenceElement()
                                .getIdPart()
                                .equals(id));
    }

    private static boolean has(Patient patient, Identifier wanted) {
        return patient.getIdentifier().stream()
                .anyMatch(each -> Objects.equals(each.getSystem(), wanted.getSystem())
                        && Objects.equals(each.getValue(), wanted.getValue()));
    }

    /** Whether each value of a property is there, with whatever else. */
    private static boolean says(Base whole, Property part) {
        var there = whole.getChildByName(part.getName());
        return part.getValues().stream()
                .allMatch(value -> there != null && there.getValues().stream().anyMatch(each -> says(each, value)));
    }

    private static boolean says(Base whole, Base part) {
        if (part.isPrimitive() || whole.isPrimitive()) {
            return Objects.equals(whole.primitiveValue(), part.primitiveValue());
        }
        return part.children().stream().allMatch(property -> says(whole, property));
    }
}
