package dev.tributary.mapping.element;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import dev.tributary.mapping.element.PathText.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * An element of a resource, written in a part of <a href="https://hl7.org/fhir/R4/fhirpath.html">FHIRPath</a>:
 * {@code Patient.name[0].given}, {@code Observation.value.ofType(Quantity).value}, {@code Patient.telecom.where(system='phone').value},
 * {@code Patient.extension('https://…').value.ofType(string)}.
 *
 * <p>On the way to a value, an element without an index means the first; at the end, one that repeats gets one more. What is missing
 * on the way is made.
 */
public final class ElementPath {

    private static final Set<String> NOT_SETTABLE = Set.of("id", "meta", "implicitRules", "text", "contained");

    private final String text;
    private final String resourceType;
    private final List<Step> steps;

    private ElementPath(String text, String resourceType, List<Step> steps) {
        this.text = text;
        this.resourceType = resourceType;
        this.steps = List.copyOf(steps);
    }

    /**
     * Checks the path against the definition of R4.
     *
     * @throws IllegalArgumentException if there is no such element; the message says which part is wrong and what could stand there
     */
    public static ElementPath parse(String text) {
        var parts = PathText.parse(text.strip());
        var type = parts.get(0).name();
        BaseRuntimeElementDefinition<?> at = resource(type);
        if (parts.size() < 2) {
            throw new IllegalArgumentException(
                    "\"%s\" names no element. Write one like Patient.birthDate.".formatted(text));
        }
        if (NOT_SETTABLE.contains(parts.get(1).name())) {
            throw new IllegalArgumentException("\"%s\" is the hub's own affair and cannot be set."
                    .formatted(parts.get(1).name()));
        }
        var steps = new ArrayList<Step>();
        var place = type;
        for (var part : parts.subList(1, parts.size())) {
            var step = step(at, part, place);
            steps.add(step);
            at = step.type();
            place = place + "." + part.name();
        }
        if (!steps.get(steps.size() - 1).matches().isEmpty()) {
            throw new IllegalArgumentException("\"%s\" must go on to the element that gets the value.".formatted(text));
        }
        return new ElementPath(text.strip(), type, steps);
    }

    /** @throws IllegalArgumentException if R4 has no such resource */
    public static void checkResource(String type) {
        resource(type);
    }

    /** A new, empty resource. */
    public static Resource newResource(String type) {
        return (Resource) resource(type).newInstance();
    }

    /**
     * Elements directly below the resource that FHIR demands, a choice by its bare name.
     *
     * @throws IllegalArgumentException if R4 has no such resource
     */
    public static List<String> required(String type) {
        return ((BaseRuntimeElementCompositeDefinition<?>) resource(type))
                .getChildren().stream()
                        .filter(child -> child.getMin() > 0)
                        .map(child -> child.getElementName().replace("[x]", ""))
                        .toList();
    }

    /** Whether the resource has a value in this element, whatever its type. */
    public static boolean has(Resource resource, String element) {
        return ((BaseRuntimeElementCompositeDefinition<?>) resource(resource.fhirType()))
                .getChildren().stream()
                        .filter(child ->
                                child.getElementName().replace("[x]", "").equals(element))
                        .anyMatch(child ->
                                child.getAccessor().getValues(resource).stream().anyMatch(value -> !value.isEmpty()));
    }

    private static BaseRuntimeElementDefinition<?> resource(String type) {
        try {
            return FhirContext.forR4Cached().getResourceDefinition(type);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is no resource of FHIR R4. Write one like Patient or Observation.".formatted(type), e);
        }
    }

    private static Step step(BaseRuntimeElementDefinition<?> at, Part part, String place) {
        if (!(at instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
            throw new IllegalArgumentException(
                    "%s is a plain value and has no element \"%s\".".formatted(place, part.name()));
        }
        var name = part.name().replace("[x]", "");
        var typed = part.type() == null ? name : name + capitalised(part.type());
        var child = child(composite, typed);
        if (child == null) {
            throw new IllegalArgumentException(unknown(composite, part, place));
        }
        var type = child.getChildByName(typed);
        if (part.index() > 0 && child.getMax() == 1) {
            throw new IllegalArgumentException(
                    "%s.%s does not repeat. Leave [%d] out.".formatted(place, name, part.index()));
        }
        return new Step(child, type, part.index(), matches(type, part.where(), place + "." + name));
    }

    private static List<Step.Match> matches(
            BaseRuntimeElementDefinition<?> type, Map<String, String> where, String place) {
        var matches = new ArrayList<Step.Match>();
        where.forEach((name, value) -> {
            var step = step(type, new Part(name, null, -1, Map.of()), place);
            if (Step.isComposite(step.type())) {
                throw new IllegalArgumentException("%s.%s is no plain value to compare with.".formatted(place, name));
            }
            try {
                step.primitive(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("\"%s\" is no value of %s.%s.".formatted(value, place, name), e);
            }
            matches.add(new Step.Match(step, value));
        });
        return matches;
    }

    private static @Nullable BaseRuntimeChildDefinition child(
            BaseRuntimeElementCompositeDefinition<?> composite, String name) {
        var child = composite.getChildByName(name);
        return child == null || child.getChildByName(name) == null ? null : child;
    }

    private static String unknown(BaseRuntimeElementCompositeDefinition<?> composite, Part part, String place) {
        var choice = composite.getChildByName(part.name().replace("[x]", "") + "[x]");
        if (choice != null) {
            var types = new TreeSet<String>();
            for (var name : choice.getValidChildNames()) {
                types.add(name.substring(part.name().replace("[x]", "").length()));
            }
            return part.type() == null
                    ? "%s.%s can be of several types. Write %s.ofType(…) with one of: %s."
                            .formatted(place, part.name(), part.name(), String.join(", ", types))
                    : "%s.%s cannot be of type %s. It can be: %s."
                            .formatted(place, part.name(), part.type(), String.join(", ", types));
        }
        var names = new TreeSet<String>();
        composite.getChildren().forEach(child -> names.add(child.getElementName()));
        return "%s has no element \"%s\". It has: %s.".formatted(place, part.name(), String.join(", ", names));
    }

    private static String capitalised(String type) {
        return Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }

    public String resourceType() {
        return resourceType;
    }

    /** Name of the first element below the resource: {@code name} of {@code Patient.name[0].given}. */
    public String topElement() {
        return steps.get(0).child().getElementName().replace("[x]", "");
    }

    /** FHIR type of the element: {@code date}, {@code code}, {@code CodeableConcept}. */
    public String leafType() {
        return leaf().type().getName();
    }

    /** False if the element has elements of its own. */
    public boolean isPrimitive() {
        return !Step.isComposite(leaf().type());
    }

    public boolean repeats() {
        return leaf().repeats();
    }

    /**
     * The text as a value of the element's plain type.
     *
     * @throws IllegalArgumentException if it is none, or no code of the element's required value set
     */
    public Base primitive(String value) {
        return (Base) leaf().primitive(value);
    }

    /** A new, empty value of the element's type. */
    public Base create() {
        return (Base) leaf().create();
    }

    /** True if the class of the value is the element's own. */
    public boolean takes(Base value) {
        return leaf().type().getImplementingClass().isInstance(value);
    }

    /** Writes the value; overwrites one that is there, unless the element repeats and has no index. */
    public void set(Resource resource, Base value) {
        IBase parent = resource;
        for (var step : steps.subList(0, steps.size() - 1)) {
            parent = step.descend(parent);
        }
        leaf().put(parent, value);
    }

    /** What is there; without an index, of every repetition. */
    public List<Base> values(Resource resource) {
        List<IBase> at = List.of(resource);
        for (var step : steps) {
            at = at.stream().flatMap(parent -> step.values(parent).stream()).toList();
        }
        return at.stream()
                .filter(value -> !value.isEmpty())
                .map(Base.class::cast)
                .toList();
    }

    /** Takes away repetitions that were made to reach an index and got no value. To be called when all is set. */
    public void prune(Resource resource) {
        List<IBase> at = List.of(resource);
        for (var step : steps) {
            at.forEach(step::prune);
            at = at.stream()
                    .flatMap(parent -> new Step(step.child(), step.type(), -1, List.of()).values(parent).stream())
                    .toList();
        }
    }

    private Step leaf() {
        return steps.get(steps.size() - 1);
    }

    /** For the reader of a code: what the element says as plain text; null if it is not plain. */
    public static @Nullable String textOf(Base value) {
        return value instanceof IPrimitiveType<?> primitive ? primitive.getValueAsString() : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ElementPath path && path.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
