package dev.tributary.mapping.element;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.parser.DataFormatException;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Base;

/**
 * One element on the way, checked against FHIR's own definition.
 *
 * @param index which repetition; -1 if none is named
 * @param matches what a repetition must say; it is written into new ones
 */
record Step(BaseRuntimeChildDefinition child, BaseRuntimeElementDefinition<?> type, int index, List<Match> matches) {

    /** A child that must have a value: {@code system='phone'}. */
    record Match(Step child, String value) {}

    boolean repeats() {
        return child.getMax() != 1;
    }

    /** All that are there and fit. */
    List<IBase> values(IBase parent) {
        var values = new ArrayList<IBase>();
        for (var value : child.getAccessor().getValues(parent)) {
            if (type.getImplementingClass().isInstance(value) && fits(value)) {
                values.add(value);
            }
        }
        return index < 0 ? values : index < values.size() ? List.of(values.get(index)) : List.of();
    }

    private boolean fits(IBase value) {
        return matches.stream()
                .allMatch(match -> match.child().values(value).stream()
                        .anyMatch(found -> match.value().equals(((IPrimitiveType<?>) found).getValueAsString())));
    }

    /** The element to go on in; made if there is none. */
    IBase descend(IBase parent) {
        var wanted = Math.max(index, 0);
        for (var i = count(parent); i <= wanted; i++) {
            var value = create();
            matches.forEach(match -> match.child().put(value, match.child().primitive(match.value())));
            attach(parent, value);
        }
        return new Step(child, type, wanted, matches).values(parent).get(0);
    }

    private int count(IBase parent) {
        return new Step(child, type, -1, matches).values(parent).size();
    }

    /** A repeating element without an index gets one more, unless it says the same already. */
    void put(IBase parent, IBase value) {
        if (!repeats()) {
            child.getMutator().setValue(parent, value);
        } else if (index < 0) {
            var isThere = child.getAccessor().getValues(parent).stream()
                    .anyMatch(each -> ((Base) each).equalsDeep((Base) value));
            if (!isThere) {
                child.getMutator().addValue(parent, value);
            }
        } else {
            descend(parent);
            child.getAccessor().getValues(parent).set(index, value);
        }
    }

    private void attach(IBase parent, IBase value) {
        if (repeats()) {
            child.getMutator().addValue(parent, value);
        } else {
            child.getMutator().setValue(parent, value);
        }
    }

    /** Removes repetitions that were made to reach an index and stayed empty. */
    void prune(IBase parent) {
        if (repeats() && !child.getAccessor().getValues(parent).isEmpty()) {
            child.getAccessor().getValues(parent).removeIf(IBase::isEmpty);
        }
    }

    IBase create() {
        var argument = child.getInstanceConstructorArguments();
        return argument == null ? type.newInstance() : type.newInstance(argument);
    }

    /**
     * The text as a value of this element's type.
     *
     * @throws IllegalArgumentException if it is none, or no code of the element's required value set
     */
    IPrimitiveType<?> primitive(String text) {
        var value = (IPrimitiveType<?>) create();
        try {
            value.setValueAsString(text);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return value;
    }

    static boolean isComposite(BaseRuntimeElementDefinition<?> type) {
        return type instanceof BaseRuntimeElementCompositeDefinition<?>;
    }
}
