package dev.tributary.server.storage;

import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.ElementDefinition.TypeRefComponent;
import org.hl7.fhir.r4.model.SearchParameter;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Makes FHIR's own StructureDefinitions and SearchParameters small. HAPI keeps all 649 and 1,375 in memory to know types by name; what is
 * written in them for people is left out, and what their elements say over and over (a constraint of every element, 0..*) is kept once.
 */
final class LeanDefinitions implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DefaultProfileValidationSupport support) {
            List<IBaseResource> definitions = Objects.requireNonNull(support.fetchAllStructureDefinitions());
            var said = new Once();
            definitions.forEach(definition -> strip((StructureDefinition) definition, said));
            List<IBaseResource> parameters = Objects.requireNonNull(support.fetchAllSearchParameters());
            parameters.forEach(
                    parameter -> ((SearchParameter) parameter).setContact(null).setText(null));
        }
        return bean;
    }

    private static void strip(StructureDefinition definition, Once said) {
        definition.setText(null);
        definition.setMapping(null).setDifferential(null).setContact(null);
        definition.getSnapshot().getElement().forEach(element -> strip(element, said));
    }

    private static void strip(ElementDefinition element, Once said) {
        element.setShort(null).setDefinition(null).setComment(null).setRequirements(null);
        element.setAlias(null).setMapping(null).setExample(null);
        element.getConstraint().forEach(constraint -> constraint.setXpath(null));
        element.getConstraint().replaceAll(constraint -> said.once(constraint.getKey(), constraint));
        element.getType().replaceAll(type -> said.once(about(type), type));
        if (element.hasBase()) {
            element.setBase(said.once(element.getBase().getPath(), element.getBase()));
        }
        if (element.hasMin()) {
            element.setMinElement(said.once("min", element.getMinElement()));
        }
        if (element.hasMax()) {
            element.setMaxElement(said.once("max", element.getMaxElement()));
        }
        if (element.hasIsModifier()) {
            element.setIsModifierElement(said.once("flag", element.getIsModifierElement()));
        }
        if (element.hasIsSummary()) {
            element.setIsSummaryElement(said.once("flag", element.getIsSummaryElement()));
        }
    }

    private static String about(TypeRefComponent type) {
        return Stream.concat(type.getProfile().stream(), type.getTargetProfile().stream())
                .map(CanonicalType::getValue)
                .collect(Collectors.joining(" ", type.getCode(), ""));
    }

    /** Of parts that say the same, the first. Nobody writes into these definitions. */
    private static final class Once {

        private final Map<String, List<Base>> seen = new HashMap<>();

        /** @param about what parts that say the same have in common at least */
        @SuppressWarnings("unchecked")
        <T extends Base> T once(String about, T part) {
            var same = seen.computeIfAbsent(about, any -> new ArrayList<>());
            for (var other : same) {
                if (other.equalsDeep(part)) {
                    return (T) other;
                }
            }
            same.add(part);
            return part;
        }
    }
}
