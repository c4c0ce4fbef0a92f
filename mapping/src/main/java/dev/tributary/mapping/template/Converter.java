package dev.tributary.mapping.template;

import dev.tributary.mapping.Fields;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.element.ElementPath;
import java.time.ZoneId;
import java.util.Locale;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Identifier;

/** Makes the value of one element of a text. Never throws for what the text says. */
interface Converter {

    Converted convert(String text, Scene scene);

    /**
     * What a conversion may look at besides its text.
     *
     * @param zone of times without an offset
     * @param name column or field that the text comes from
     */
    record Scene(SourceProfile profile, ZoneId zone, Fields fields, String name) {}

    /**
     * The converter for the element's type.
     *
     * @throws IllegalArgumentException if the type cannot be made of a text, or not as the conversion says
     */
    static Converter of(ElementPath target, Conversion how) {
        var type = target.leafType();
        checkFit(target, how);
        return switch (type) {
            case "CodeableConcept", "Coding" -> new CodingConverter(target, how);
            case "Quantity", "SimpleQuantity", "Age", "Duration", "Distance", "Count" ->
                new QuantityConverter(target, how);
            case "Identifier" ->
                (text, scene) -> Converted.to(new Identifier()
                        .setSystem(how.system() == null ? scene.profile().ownSystem(scene.name()) : how.system())
                        .setValue(text));
            case "Annotation" -> (text, scene) -> Converted.to(new Annotation().setText(text));
            case "date", "dateTime", "instant", "time" -> new DateConverter(target, how);
            default -> {
                if (!target.isPrimitive()) {
                    throw new IllegalArgumentException(
                            "\"%s\" is of type %s and has elements of its own. Name one of them, like %s.%s."
                                    .formatted(target, type, target, example(type)));
                }
                yield primitive(target, how);
            }
        };
    }

    private static Converter primitive(ElementPath target, Conversion how) {
        var map = how.map();
        return (text, scene) -> {
            var value = text;
            if (map != null) {
                var entry = map.find(text);
                if (entry == null) {
                    return Converted.failed("is not in the code map " + map.name() + ", which has: " + map.known());
                }
                value = entry.code();
            }
            return switch (target.leafType()) {
                case "boolean" -> BooleanTexts.convert(value, how, target);
                case "integer", "positiveInt", "unsignedInt", "decimal" -> Numbers.convert(value, how, target);
                default -> plain(target, value);
            };
        };
    }

    static Converted plain(ElementPath target, String value) {
        try {
            return Converted.to(target.primitive(value));
        } catch (IllegalArgumentException e) {
            return Converted.failed(
                    target.leafType().equals("code")
                            ? "is no code that " + target + " can have; give the column a map"
                            : "is no " + target.leafType() + ", as " + target + " needs one");
        }
    }

    private static void checkFit(ElementPath target, Conversion how) {
        var type = target.leafType();
        var isDate = type.toLowerCase(Locale.ROOT).contains("date") || type.equals("instant") || type.equals("time");
        if (!how.dates().isEmpty() && !isDate) {
            throw new IllegalArgumentException("\"%s\" is of type %s, so date does not apply.".formatted(target, type));
        }
        var isCoded = type.equals("CodeableConcept") || type.equals("Coding");
        if (how.system() != null && !isCoded && !type.equals("Identifier")) {
            throw new IllegalArgumentException(
                    "\"%s\" is of type %s, so system does not apply.".formatted(target, type));
        }
        if (how.display() != null && !isCoded) {
            throw new IllegalArgumentException(
                    "\"%s\" is of type %s, so display does not apply.".formatted(target, type));
        }
        if ((how.quantity().code() != null || how.quantity().field() != null)
                && !QuantityConverter.TYPES.contains(type)) {
            throw new IllegalArgumentException(
                    "\"%s\" is of type %s, so unit does not apply. Name the Quantity as a whole."
                            .formatted(target, type));
        }
    }

    private static String example(String type) {
        return switch (type) {
            case "HumanName" -> "family";
            case "Address" -> "city";
            case "ContactPoint" -> "value";
            case "Period" -> "start";
            case "Reference" -> "display";
            default -> "…";
        };
    }
}
