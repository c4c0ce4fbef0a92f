package dev.tributary.subscriptions.criteria;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * A search parameter of <a href="http://hl7.org/fhir/R4/searchparameter-registry.html">FHIR R4</a>, applied to a resource in memory.
 */
public final class Parameter {

    private static final Pattern RESOLVED = Pattern.compile("\\.where\\(\\s*resolve\\(\\)\\s+is\\s+(\\w+)\\s*\\)");
    private static final Set<RestSearchParameterTypeEnum> EVALUABLE = Set.of(
            RestSearchParameterTypeEnum.TOKEN,
            RestSearchParameterTypeEnum.REFERENCE,
            RestSearchParameterTypeEnum.STRING,
            RestSearchParameterTypeEnum.DATE,
            RestSearchParameterTypeEnum.NUMBER,
            RestSearchParameterTypeEnum.QUANTITY,
            RestSearchParameterTypeEnum.URI);
    private static final Map<String, Path> OF_EVERY_TYPE = Map.of(
            "_id", new Path("id", RestSearchParameterTypeEnum.TOKEN),
            "_lastUpdated", new Path("meta.lastUpdated", RestSearchParameterTypeEnum.DATE),
            "_tag", new Path("meta.tag", RestSearchParameterTypeEnum.TOKEN),
            "_security", new Path("meta.security", RestSearchParameterTypeEnum.TOKEN),
            "_profile", new Path("meta.profile", RestSearchParameterTypeEnum.URI),
            "_source", new Path("meta.source", RestSearchParameterTypeEnum.URI));
    private static final Map<String, Parameter> KNOWN = new ConcurrentHashMap<>();

    private record Path(String expression, RestSearchParameterTypeEnum type) {}

    /** @param target the only type of resource that counts, empty for any */
    private record Part(ExpressionNode expression, String target) {}

    private final String name;
    private final RestSearchParameterTypeEnum type;
    private final List<Part> parts;

    private Parameter(String name, RestSearchParameterTypeEnum type, List<Part> parts) {
        this.name = name;
        this.type = type;
        this.parts = parts;
    }

    /**
     * The parameter of this name.
     *
     * @throws Refused if the type has none, or one that a resource alone cannot answer
     */
    public static Parameter of(String resourceType, String name) throws Refused {
        var key = resourceType + "?" + name;
        var known = KNOWN.get(key);
        if (known == null) {
            known = create(resourceType, name);
            KNOWN.put(key, known);
        }
        return known;
    }

    private static Parameter create(String resourceType, String name) throws Refused {
        var path = path(resourceType, name);
        var parts = new ArrayList<Part>();
        for (var alternative : path.expression().split("\\s\\|\\s")) {
            var target = RESOLVED.matcher(alternative);
            var type = target.find() ? Objects.requireNonNull(target.group(1)) : "";
            parts.add(new Part(PathEngine.shared().parse(target.replaceAll("").strip()), type));
        }
        return new Parameter(name, path.type(), List.copyOf(parts));
    }

    private static Path path(String resourceType, String name) throws Refused {
        var general = OF_EVERY_TYPE.get(name);
        if (general != null) {
            return general;
        }
        RuntimeSearchParam defined =
                FhirContext.forR4Cached().getResourceDefinition(resourceType).getSearchParam(name);
        if (defined == null) {
            throw new Refused(resourceType + " has no search parameter " + name + " in FHIR R4.");
        }
        if (defined.getPath() == null || defined.getPath().isBlank() || !EVALUABLE.contains(defined.getParamType())) {
            throw new Refused("The search parameter " + name + " of " + resourceType
                    + " cannot be evaluated on a resource alone.");
        }
        return new Path(defined.getPath(), defined.getParamType());
    }

    /** As in the URL of a search. */
    public String name() {
        return name;
    }

    RestSearchParameterTypeEnum type() {
        return type;
    }

    /** The elements that it looks at. Throws a {@link RuntimeException} if it cannot be told. */
    List<Base> values(Resource resource) {
        var found = new ArrayList<Base>();
        for (var part : parts) {
            PathEngine.shared().evaluate(part.expression(), resource, null, resource).stream()
                    .filter(value -> part.target().isEmpty() || isTo(value, part.target()))
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean isTo(Base value, String type) {
        return value instanceof Reference reference
                && type.equals(reference.getReferenceElement().getResourceType());
    }

    /**
     * Its values in the notation of {@link dev.tributary.subscriptions.events.Facts}. Throws a {@link RuntimeException} if they cannot be
     * told.
     */
    public List<String> facts(Resource resource) {
        return values(resource).stream()
                .flatMap(value -> Values.facts(value, type).stream())
                .distinct()
                .toList();
    }
}
