package dev.tributary.server.transform;

import ca.uhn.fhir.context.FhirContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r5.elementmodel.Element;
import org.hl7.fhir.r5.elementmodel.JsonParser;
import org.hl7.fhir.r5.elementmodel.Manager;
import org.hl7.fhir.r5.formats.IParser.OutputStyle;
import org.hl7.fhir.r5.model.StructureMap;
import org.hl7.fhir.r5.model.StructureMap.StructureMapGroupComponent;
import org.hl7.fhir.r5.model.StructureMap.StructureMapInputMode;
import org.hl7.fhir.r5.utils.structuremap.StructureMapUtilities;

/**
 * A map of the <a href="https://hl7.org/fhir/mapping-language.html">FHIR Mapping Language</a>, run by HAPI's engine on resources of
 * FHIR R4. Immutable; runs one after the other, since the engine remembers things in the map, and each for a limited time, since a map can
 * go in circles.
 */
final class Transformation {

    private static final Pattern QUOTED = Pattern.compile("'(\\w+)'");

    private final String name;
    private final String text;
    private final StructureMap map;
    private final TimeLimit limit;
    /** By type: the first group whose source is of that type. */
    private final Map<String, StructureMapGroupComponent> groups = new LinkedHashMap<>();

    private Transformation(String name, String text, StructureMap map, Duration limit) {
        this.name = name;
        this.text = text;
        this.map = map;
        this.limit = new TimeLimit(limit);
        for (var group : map.getGroup()) {
            type(group, StructureMapInputMode.SOURCE).ifPresent(type -> groups.putIfAbsent(type, group));
        }
    }

    /**
     * @param limit how long the map may work on one resource
     * @throws TransformationException with the line, if the text is no map
     */
    static Transformation parse(String name, String text, Duration limit) {
        var utilities = new StructureMapUtilities(Definitions.r4(), new Progress(Definitions.r4()));
        try {
            return new Transformation(name, text, utilities.parse(text, name), limit);
        } catch (RuntimeException e) {
            var message = String.valueOf(e.getMessage());
            throw new TransformationException("Map " + name + " cannot be read" + line(text, message) + ": " + message);
        }
    }

    /** The parser tells the place of what it cannot parse ({@code @5, 16}), but not of a code that it does not know. */
    private static String line(String text, String message) {
        var quoted = QUOTED.matcher(message);
        if (message.contains("@") || !quoted.find()) {
            return "";
        }
        var at = Pattern.compile("\\b" + Pattern.quote(quoted.group(1)) + "\\b").matcher(text);
        return at.find() ? ", line " + (text.substring(0, at.start()).lines().count()) : "";
    }

    /** A map that is a resource already. */
    static Transformation of(StructureMap map, Duration limit) {
        return new Transformation(map.hasUrl() ? map.getUrl() : map.getIdPart(), "", map, limit);
    }

    String name() {
        return name;
    }

    /** Whether it did not end in time too often to be tried now. */
    boolean isOutOfAction() {
        return limit.isOutOfAction();
    }

    boolean isFor(String type) {
        return groups.containsKey(type);
    }

    /**
     * Runs the group for the resource's type; the target begins as a copy of the resource, so rules add and replace.
     *
     * @throws TransformationException if a rule fails, or the map does not end in time
     */
    Resource refine(Resource resource) {
        return run(resource, resource.fhirType(), () -> parse(json(resource)));
    }

    /** Runs the first group; the target begins empty. */
    Resource create(Resource resource) {
        var first = map.getGroup().isEmpty() ? null : map.getGroup().get(0);
        if (first == null) {
            throw new TransformationException("Map " + name + " has no group.");
        }
        var target = type(first, StructureMapInputMode.TARGET)
                .orElseThrow(() -> new TransformationException(
                        "Map " + name + ", group " + first.getName() + ": the target has no type."));
        var definition = Definitions.r4().fetchTypeDefinition(target);
        if (definition == null) {
            throw new TransformationException("Map " + name + ": there is no type " + target + " in FHIR R4.");
        }
        return run(
                resource,
                type(first, StructureMapInputMode.SOURCE).orElse(resource.fhirType()),
                () -> Manager.build(Definitions.r4(), definition));
    }

    private Resource run(Resource resource, String type, Supplier<Element> beginning) {
        var group = groups.get(type);
        if (group == null) {
            throw new TransformationException("Map " + name + " has no group whose source is " + type + ".");
        }
        var progress = new Progress(Definitions.r4());
        try {
            return limit.run(() -> transformed(resource, group, beginning.get(), progress), progress::stop);
        } catch (RuntimeException | StackOverflowError e) {
            throw failure(progress, e);
        } catch (Error e) {
            // The engine throws plain Errors for what it does not support.
            if (e.getClass() == Error.class) {
                throw failure(progress, e);
            }
            throw e;
        }
    }

    private Resource transformed(
            Resource resource, StructureMapGroupComponent group, Element target, Progress progress) {
        var chosen = map.copy();
        chosen.getGroup().removeIf(each -> each.getName().equals(group.getName()));
        chosen.getGroup().add(0, group);
        var engine = new StructureMapUtilities(Definitions.r4(), progress);
        // Only then does it say which rule it is at.
        engine.setDebug(true);
        engine.transform(null, parse(json(resource)), chosen, target);
        return (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(compose(target));
    }

    private TransformationException failure(Progress progress, Throwable cause) {
        var line = line(progress);
        return new TransformationException("Map %s, group %s, rule %s%s: %s."
                .formatted(
                        name,
                        progress.group().isEmpty() ? "–" : progress.group(),
                        progress.rule().isEmpty() ? "–" : progress.rule(),
                        line == 0 ? "" : ", line " + line,
                        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()));
    }

    /** Where the rule stands in the text: by its name, else by the element that it is named after; 0 if it cannot be told. */
    private int line(Progress progress) {
        var lines = text.split("\r\n|\r|\n", -1);
        var inGroup = progress.group().isEmpty();
        for (var i = 0; i < lines.length; i++) {
            inGroup |= lines[i].matches("\\s*group\\s+" + Pattern.quote(progress.group()) + "\\b.*");
            var rule = progress.rule();
            if (inGroup
                    && !rule.isEmpty()
                    && (lines[i].contains("\"" + rule + "\"") || lines[i].contains("." + rule + " "))) {
                return i + 1;
            }
        }
        return 0;
    }

    private Optional<String> type(StructureMapGroupComponent group, StructureMapInputMode mode) {
        for (var input : group.getInput()) {
            if (input.getMode() == mode && input.hasType()) {
                for (var structure : map.getStructure()) {
                    if (input.getType().equals(structure.getAlias())) {
                        return Optional.of(
                                structure.getUrl().substring(structure.getUrl().lastIndexOf('/') + 1));
                    }
                }
                return Optional.of(input.getType());
            }
        }
        return Optional.empty();
    }

    private static byte[] json(Resource resource) {
        return FhirContext.forR4Cached()
                .newJsonParser()
                .encodeResourceToString(resource)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Element parse(byte[] json) {
        try {
            return new JsonParser(Definitions.r4())
                    .parse(new ByteArrayInputStream(json))
                    .get(0)
                    .getElement();
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory cannot be read", e);
        }
    }

    private static String compose(Element element) {
        var bytes = new ByteArrayOutputStream();
        try {
            new JsonParser(Definitions.r4()).compose(element, bytes, OutputStyle.NORMAL, null);
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory cannot be written", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
