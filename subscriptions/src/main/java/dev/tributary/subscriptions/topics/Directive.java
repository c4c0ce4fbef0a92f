package dev.tributary.subscriptions.topics;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import dev.tributary.subscriptions.criteria.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line of a <a href="http://hl7.org/fhir/R4B/subscriptiontopic-definitions.html#SubscriptionTopic.notificationShape.include">notificationShape</a>:
 * {@code Encounter:location}, {@code Encounter:participant:Practitioner}, {@code Encounter:patient&iterate=Patient.link}.
 *
 * @param way how the resources are found
 * @param type of the resource that refers
 * @param name of the parameter or element that refers
 * @param target the only type that counts; empty for any
 * @param onwards what is followed from the resources that were found, and from what that leads to
 */
public record Directive(Way way, String type, String name, String target, List<Directive> onwards) {

    /** How one gets from a resource to others. */
    public enum Way {
        /** By a reference parameter of its own type. */
        PARAMETER,
        /** By an element that no parameter of R4 is for, as in {@code Encounter:serviceProvider}. */
        ELEMENT,
        /** By a reference parameter of another type. */
        BACK
    }

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Pattern STEP = Pattern.compile("([A-Z][A-Za-z]+)[:.]([A-Za-z0-9_-]+)(?::([A-Z][A-Za-z]+))?");
    private static final Pattern ITERATE = Pattern.compile("(?:_?(?:rev)?include:)?iterate=(.+)");
    private static final int LONGEST = 500;

    public Directive {
        onwards = List.copyOf(onwards);
    }

    /** What the focus refers to. Throws {@link Refused} with the reason if R4 cannot tell what that is. */
    public static Directive include(String text) throws Refused {
        List<String> parts = parts(text);
        Directive first = step(parts.get(0), text);
        return new Directive(first.way(), first.type(), first.name(), first.target(), onwards(parts, text));
    }

    /**
     * What refers to the focus; nothing if its parameter never refers to one of that type, as in a search. Throws {@link Refused} with the
     * reason if R4 cannot tell what that is.
     */
    public static Directive revInclude(String text) throws Refused {
        List<String> parts = parts(text);
        Directive step = step(parts.get(0), text);
        if (step.way() != Way.PARAMETER) {
            throw new Refused(
                    text + ": " + step.type() + " has no reference parameter " + step.name() + " in FHIR R4.");
        }
        return new Directive(Way.BACK, step.type(), step.name(), "", onwards(parts, text));
    }

    /** Every line of the topic that cannot be followed, with the reason. */
    public static List<TopicProblem> problems(TopicDefinition topic) {
        List<TopicProblem> problems = new ArrayList<>();
        for (TopicDefinition.Shape shape : topic.shapes()) {
            Set<String> types = shape.resource().isEmpty() ? topic.resourceTypes() : Set.of(shape.resource());
            for (String text : shape.includes()) {
                try {
                    checkStart(include(text), types, text);
                } catch (Refused e) {
                    problems.add(problem("include", e));
                }
            }
            for (String text : shape.revIncludes()) {
                try {
                    Directive unused = revInclude(text);
                } catch (Refused e) {
                    problems.add(problem("revInclude", e));
                }
            }
        }
        return problems;
    }

    private static void checkStart(Directive directive, Set<String> types, String text) throws Refused {
        boolean fits = directive.way() == Way.BACK
                ? types.stream().anyMatch(type -> text.strip().startsWith(type))
                : types.contains(directive.type());
        if (!fits) {
            throw new Refused(text + ": an include starts at the resource of its shape (" + String.join(", ", types)
                    + "). To go on from what it led to, add &iterate=Type:parameter.");
        }
    }

    private static TopicProblem problem(String element, Refused refused) {
        return new TopicProblem("SubscriptionTopic.notificationShape." + element, String.valueOf(refused.getMessage()));
    }

    private static List<String> parts(String text) throws Refused {
        if (text.length() > LONGEST) {
            throw new Refused("An include has at most " + LONGEST + " characters.");
        }
        return Arrays.asList(text.strip().split("&", -1));
    }

    private static List<Directive> onwards(List<String> parts, String text) throws Refused {
        List<Directive> onwards = new ArrayList<>();
        for (String part : parts.subList(1, parts.size())) {
            var iterate = ITERATE.matcher(part.strip());
            if (!iterate.matches()) {
                throw new Refused(text + ": of what may follow &, iterate=Type:parameter is understood.");
            }
            onwards.add(step(String.valueOf(iterate.group(1)), text));
        }
        return onwards;
    }

    private static Directive step(String step, String text) throws Refused {
        var match = STEP.matcher(step.strip());
        if (!match.matches()) {
            throw new Refused(text + ": an include is written Type:parameter or Type:parameter:Target.");
        }
        String type = String.valueOf(match.group(1));
        String name = String.valueOf(match.group(2));
        String target = match.group(3) == null ? "" : String.valueOf(match.group(3));
        if (!FHIR.getResourceTypes().contains(type)) {
            throw new Refused(text + ": " + type + " is no type of resource of FHIR R4.");
        }
        if (!target.isEmpty() && !FHIR.getResourceTypes().contains(target)) {
            throw new Refused(text + ": " + target + " is no type of resource of FHIR R4.");
        }
        RuntimeSearchParam parameter = FHIR.getResourceDefinition(type).getSearchParam(name);
        if (parameter != null) {
            if (parameter.getParamType() != RestSearchParameterTypeEnum.REFERENCE) {
                throw new Refused(text + ": " + name + " of " + type + " is no reference.");
            }
            return new Directive(Way.PARAMETER, type, name, target, List.of());
        }
        return byName(type, name, target, text);
    }

    /** R5's examples name elements, and types that refer to the focus, as if they were parameters. */
    private static Directive byName(String type, String name, String target, String text) throws Refused {
        String element = camelCase(name);
        if (FHIR.getResourceDefinition(type).getChildByName(element) instanceof RuntimeChildResourceDefinition) {
            return new Directive(Way.ELEMENT, type, element, target, List.of());
        }
        String referrer =
                element.isEmpty() ? "" : element.substring(0, 1).toUpperCase(Locale.ROOT) + element.substring(1);
        String parameter = type.toLowerCase(Locale.ROOT);
        if (target.isEmpty() && FHIR.getResourceTypes().contains(referrer) && refersTo(type, referrer, parameter)) {
            return new Directive(Way.BACK, referrer, parameter, "", List.of());
        }
        throw new Refused(text + ": " + type + " has no reference parameter " + name + " in FHIR R4; it has "
                + references(type) + ".");
    }

    private static String camelCase(String name) {
        String[] words = name.split("-");
        return words.length == 0
                ? ""
                : words[0]
                        + Arrays.stream(words)
                                .skip(1)
                                .filter(word -> !word.isEmpty())
                                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                                .collect(Collectors.joining());
    }

    private static boolean refersTo(String focusType, String type, String name) {
        RuntimeSearchParam parameter = FHIR.getResourceDefinition(type).getSearchParam(name);
        return parameter != null
                && parameter.getParamType() == RestSearchParameterTypeEnum.REFERENCE
                && (parameter.getTargets().isEmpty() || parameter.getTargets().contains(focusType));
    }

    private static String references(String type) {
        return FHIR.getResourceDefinition(type).getSearchParams().stream()
                .filter(each -> each.getParamType() == RestSearchParameterTypeEnum.REFERENCE)
                .map(RuntimeSearchParam::getName)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Whether it is about what refers to a resource of this type, or may be. */
    public boolean startsAt(String focusType) {
        return way == Way.BACK ? refersTo(focusType, type, name) : type.equals(focusType);
    }
}
