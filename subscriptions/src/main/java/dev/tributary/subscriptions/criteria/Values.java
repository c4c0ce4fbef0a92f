package dev.tributary.subscriptions.criteria;

import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;

/** Elements of FHIR as <a href="http://hl7.org/fhir/R4/search.html#ptypes">search</a> sees them. */
final class Values {

    private Values() {}

    /** @param system empty if the element has none */
    record Token(String system, String code) {}

    static List<Token> tokens(Base value) {
        if (value instanceof CodeableConcept concept) {
            return concept.getCoding().stream().map(Values::token).toList();
        }
        if (value instanceof Coding coding) {
            return List.of(token(coding));
        }
        if (value instanceof Identifier identifier) {
            return List.of(new Token(orEmpty(identifier.getSystem()), orEmpty(identifier.getValue())));
        }
        if (value instanceof ContactPoint contact) {
            return List.of(
                    new Token(contact.hasSystem() ? contact.getSystem().toCode() : "", orEmpty(contact.getValue())));
        }
        if (value instanceof Enumeration<?> code && code.getValue() != null) {
            return List.of(new Token(systemOf(code), orEmpty(code.getValueAsString())));
        }
        return value.isPrimitive() ? List.of(new Token("", orEmpty(value.primitiveValue()))) : List.of();
    }

    private static <T extends Enum<?>> String systemOf(Enumeration<T> code) {
        return orEmpty(code.getEnumFactory().toSystem(code.getValue()));
    }

    private static Token token(Coding coding) {
        return new Token(orEmpty(coding.getSystem()), orEmpty(coding.getCode()));
    }

    /** {@code Type/id}; empty if it names nothing. */
    static String reference(Base value) {
        if (value instanceof Reference reference && reference.hasReference()) {
            return reference.getReferenceElement().toUnqualifiedVersionless().getValue();
        }
        return value.isPrimitive() ? orEmpty(value.primitiveValue()) : "";
    }

    static List<String> strings(Base value) {
        if (value instanceof HumanName name) {
            return texts(
                    Stream.of(name.getFamilyElement(), name.getTextElement()),
                    name.getGiven(),
                    name.getPrefix(),
                    name.getSuffix());
        }
        if (value instanceof Address address) {
            return texts(
                    Stream.of(
                            address.getTextElement(),
                            address.getCityElement(),
                            address.getDistrictElement(),
                            address.getStateElement(),
                            address.getPostalCodeElement(),
                            address.getCountryElement()),
                    address.getLine());
        }
        return value.isPrimitive() ? List.of(orEmpty(value.primitiveValue())) : List.of();
    }

    @SafeVarargs
    private static List<String> texts(Stream<StringType> first, List<StringType>... more) {
        return Stream.concat(first, Stream.of(more).flatMap(List::stream))
                .map(PrimitiveType::getValue)
                .filter(Objects::nonNull)
                .toList();
    }

    static List<Span> spans(Base value) {
        if (value instanceof BaseDateTimeType time && time.hasValue()) {
            return List.of(Span.of(orEmpty(time.getValueAsString())));
        }
        if (value instanceof Period period && (period.hasStart() || period.hasEnd())) {
            Span start =
                    period.hasStart() ? Span.of(orEmpty(period.getStartElement().getValueAsString())) : Span.EVER;
            Span end = period.hasEnd() ? Span.of(orEmpty(period.getEndElement().getValueAsString())) : Span.EVER;
            return List.of(new Span(start.from(), end.until()));
        }
        if (value instanceof Timing timing) {
            return timing.getEvent().stream()
                    .map(each -> Span.of(orEmpty(each.getValueAsString())))
                    .toList();
        }
        return List.of();
    }

    static @Nullable Quantity quantity(Base value) {
        return value instanceof Quantity quantity && quantity.hasValue() ? quantity : null;
    }

    static List<String> facts(Base value, RestSearchParameterTypeEnum type) {
        List<String> facts = new ArrayList<>();
        switch (type) {
            case TOKEN ->
                tokens(value)
                        .forEach(token ->
                                facts.add(value.isPrimitive() ? token.code() : token.system() + "|" + token.code()));
            case REFERENCE -> facts.add(reference(value));
            case STRING -> facts.addAll(strings(value));
            case DATE -> facts.addAll(dates(value));
            case QUANTITY -> {
                Quantity quantity = quantity(value);
                facts.add(quantity == null ? "" : fact(quantity));
            }
            default -> facts.add(value.isPrimitive() ? orEmpty(value.primitiveValue()) : "");
        }
        facts.removeIf(String::isBlank);
        return facts;
    }

    /** With its unit, since a number alone says little; never written out, since an exponent may be anything. */
    private static String fact(Quantity quantity) {
        return String.join(
                "|",
                quantity.getValue().toString(),
                orEmpty(quantity.getSystem()),
                orEmpty(quantity.getCode()),
                orEmpty(quantity.getUnit()));
    }

    private static List<String> dates(Base value) {
        if (value instanceof Period period) {
            return period.isEmpty()
                    ? List.of()
                    : List.of(orEmpty(period.getStartElement().getValueAsString()) + "/"
                            + orEmpty(period.getEndElement().getValueAsString()));
        }
        if (value instanceof Timing timing) {
            return timing.getEvent().stream()
                    .map(each -> orEmpty(each.getValueAsString()))
                    .toList();
        }
        return value instanceof BaseDateTimeType time ? List.of(orEmpty(time.getValueAsString())) : List.of();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
