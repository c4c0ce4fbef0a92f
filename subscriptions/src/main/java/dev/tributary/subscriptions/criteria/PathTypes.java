package dev.tributary.subscriptions.criteria;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.ResourceFactory;

/**
 * What may stand at one place of a FHIRPath: an empty example of each type that FHIR R4 has there.
 *
 * @param anything whether it may be of any type besides
 */
record PathTypes(List<Base> examples, boolean anything) {

    static final PathTypes ANYTHING = new PathTypes(List.of(), true);

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    /** Elements without a type of their own. */
    private static final Set<String> NAMELESS = Set.of("", "Element", "BackboneElement");

    private static final Set<String> ABSTRACT = Set.of("Resource", "DomainResource", "Element", "BackboneElement");
    private static final Set<String> QUANTITIES =
            Set.of("Quantity", "SimpleQuantity", "MoneyQuantity", "Age", "Count", "Distance", "Duration");
    /** Of every element and resource; nobody looks for them when a name is wrong. */
    private static final Set<String> COMMON =
            Set.of("id", "meta", "implicitRules", "language", "text", "contained", "extension", "modifierExtension");

    PathTypes {
        examples = List.copyOf(examples);
    }

    static PathTypes of(Base example) {
        return new PathTypes(List.of(example), false);
    }

    static PathTypes resource(String type) {
        return of((Base) FHIR.getResourceDefinition(type).newInstance());
    }

    /** The type of this name, of FHIR or of FHIRPath itself. Throws {@link Refused} if there is none. */
    static PathTypes named(String name) throws Refused {
        if (ABSTRACT.contains(name)) {
            return ANYTHING;
        }
        if (FHIR.getResourceTypes().contains(name)) {
            return resource(name);
        }
        return datatype(name)
                .or(() -> datatype(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)))
                .orElseThrow(() -> new Refused("There is no type " + name + " in FHIR R4."));
    }

    private static Optional<PathTypes> datatype(String name) {
        try {
            return Optional.of(of(ResourceFactory.createType(name)));
        } catch (FHIRException e) {
            return Optional.empty();
        }
    }

    static PathTypes union(Collection<PathTypes> all) {
        return new PathTypes(
                all.stream().flatMap(each -> each.examples().stream()).toList(),
                all.stream().anyMatch(PathTypes::anything));
    }

    PathTypes and(PathTypes other) {
        return union(List.of(this, other));
    }

    /** What the element of this name may be. Throws {@link Refused} if no type that may stand here has it. */
    PathTypes child(String name) throws Refused {
        var found = new ArrayList<PathTypes>();
        for (var example : examples) {
            for (var property : example.children()) {
                if (name.equals(plain(property))) {
                    found.add(of(example, property));
                }
            }
        }
        if (found.isEmpty() && !anything) {
            throw new Refused(missing(name));
        }
        return anything ? ANYTHING : union(found);
    }

    private static PathTypes of(Base parent, Property property) {
        var code = property.getTypeCode();
        if (NAMELESS.contains(code) || code.startsWith("@")) {
            try {
                return of(parent.addChild(plain(property)));
            } catch (FHIRException e) {
                return ANYTHING;
            }
        }
        return union(Stream.of(code.replaceAll("\\([^)]*\\)", "").split("\\|"))
                .map(type -> datatype(type.strip()).orElse(ANYTHING))
                .toList());
    }

    /** Those that a path that begins with this name means. Throws {@link Refused} if it is about another type. */
    PathTypes beginningWith(String type) throws Refused {
        var fitting = examples.stream()
                .filter(each -> type.equals(each.fhirType()) || ABSTRACT.contains(type))
                .toList();
        if (fitting.isEmpty() && !anything) {
            throw new Refused("The path is about " + describe() + "; it cannot begin with " + type + ".");
        }
        return new PathTypes(fitting, anything);
    }

    /** Throws {@link Refused} if nothing here is ever of this type. */
    PathTypes as(String type) throws Refused {
        var named = named(type);
        boolean possible = anything
                || named.examples().stream().anyMatch(Base::isPrimitive)
                || named.anything()
                || QUANTITIES.contains(type)
                || examples.stream().anyMatch(each -> type.equals(each.fhirType()));
        if (!possible) {
            throw new Refused("What is of type " + describe() + " is never a " + type + ".");
        }
        return named;
    }

    private static String plain(Property property) {
        return property.getName().replace("[x]", "");
    }

    private String missing(String name) {
        for (var example : examples) {
            for (var property : example.children()) {
                var base = plain(property);
                if (property.getName().endsWith("[x]") && name.startsWith(base)) {
                    return describe() + " has no element " + name + ". Write " + base + ".ofType("
                            + name.substring(base.length()) + ").";
                }
            }
        }
        var known = examples.stream()
                .flatMap(each -> each.children().stream())
                .map(PathTypes::plain)
                .filter(each -> !COMMON.contains(each))
                .collect(Collectors.toCollection(TreeSet::new));
        return describe() + " has no element " + name
                + (known.isEmpty() ? "." : "; it has " + String.join(", ", known) + ".");
    }

    private String describe() {
        return examples.stream().map(Base::fhirType).distinct().collect(Collectors.joining(" or "));
    }
}
