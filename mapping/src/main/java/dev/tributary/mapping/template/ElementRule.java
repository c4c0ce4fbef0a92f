package dev.tributary.mapping.template;

import dev.tributary.mapping.element.ElementPath;
import dev.tributary.mapping.template.Origin.Constant;
import dev.tributary.mapping.template.Origin.Named;
import dev.tributary.mapping.template.Origin.ReferenceTo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of a resource and how it gets its value, as one line of a source's file says. */
public final class ElementRule {

    private final ElementPath target;
    private final Origin origin;
    private final Limits limits;
    private final TextSteps steps;
    private final Conversion conversion;
    private final @Nullable Converter converter;
    private final @Nullable Converter ownConverter;
    private final @Nullable String own;

    /**
     * When an element is set.
     *
     * @param otherwise what is taken if the record has no value; null for nothing
     * @param isRequired whether a record without the value is an error
     * @param when all must hold
     */
    public record Limits(@Nullable String otherwise, boolean isRequired, List<Condition> when) {

        public static final Limits NONE = new Limits(null, false, List.of());

        public Limits {
            when = List.copyOf(when);
        }
    }

    /**
     * Checks the rule as far as it can be without a record.
     *
     * @throws IllegalArgumentException if the element cannot get such a value; the message says why
     */
    public ElementRule(ElementPath target, Origin origin, Limits limits, TextSteps steps, Conversion conversion) {
        this.target = target;
        this.origin = origin;
        this.limits = limits;
        this.steps = steps;
        this.conversion = conversion;
        var isReference = target.leafType().equals("Reference");
        if (origin instanceof ReferenceTo && !isReference) {
            throw new IllegalArgumentException(
                    "\"%s\" is of type %s and holds no reference.".formatted(target, target.leafType()));
        }
        if (isReference && !(origin instanceof ReferenceTo)) {
            throw new IllegalArgumentException(
                    ("\"%s\" is a Reference. Write {reference: name} with the name of a resource of this feed, or name"
                                    + " %s.display or %s.identifier.value.")
                            .formatted(target, target, target));
        }
        var own = origin instanceof Constant constant ? constant.text() : limits.otherwise();
        this.converter = isReference || origin instanceof Constant ? null : Converter.of(target, conversion);
        this.ownConverter = isReference ? null : own(target, conversion, own);
        this.own = own;
        check(target, own);
    }

    /** A value that stands in the file is FHIR's own, so no map or pattern of the source applies to it. */
    private static @Nullable Converter own(ElementPath target, Conversion conversion, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return text.contains("|") && CodingConverter.TYPES.contains(target.leafType())
                ? CodingConverter.whole(target)
                : Converter.of(target, conversion.ofFhir());
    }

    /** It is tried at once. */
    private static void check(ElementPath target, @Nullable String text) {
        if (text != null && target.isPrimitive()) {
            var tried = Converter.plain(target, text);
            if (tried.value() == null) {
                throw new IllegalArgumentException("\"%s\" %s.".formatted(text, tried.problem()));
            }
        }
    }

    public ElementPath target() {
        return target;
    }

    Origin origin() {
        return origin;
    }

    Limits limits() {
        return limits;
    }

    TextSteps steps() {
        return steps;
    }

    @Nullable
    Converter converter() {
        return converter;
    }

    /** The value that stands in the file itself: always, or for records without one; null if there is none. */
    @Nullable
    String own() {
        return own;
    }

    @Nullable
    Converter ownConverter() {
        return ownConverter;
    }

    /** Whether the rule translates codes: what it found no code for may have been reported already. */
    public boolean translates() {
        return conversion.map() != null;
    }

    /** The resource that it refers to; null if it refers to none. */
    public @Nullable String refersTo() {
        return origin instanceof ReferenceTo reference ? reference.name() : null;
    }

    /** Every column or field that the rule looks at. */
    public List<String> reads() {
        var reads = new ArrayList<String>();
        if (origin instanceof Named named) {
            reads.addAll(named.names());
        }
        limits.when().forEach(condition -> reads.add(condition.field()));
        if (conversion.display() != null) {
            reads.add(conversion.display());
        }
        if (conversion.quantity().field() != null) {
            reads.add(conversion.quantity().field());
        }
        return reads;
    }
}
