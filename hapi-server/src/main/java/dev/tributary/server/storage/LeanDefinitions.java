package dev.tributary.server.storage;

import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Takes out of FHIR's own StructureDefinitions what is written for people. HAPI keeps all 649 in memory to know types by name;
 * definitions, comments and mappings are 26 MB of them.
 */
final class LeanDefinitions implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DefaultProfileValidationSupport support) {
            List<IBaseResource> definitions = Objects.requireNonNull(support.fetchAllStructureDefinitions());
            definitions.forEach(definition -> strip((StructureDefinition) definition));
        }
        return bean;
    }

    private static void strip(StructureDefinition definition) {
        definition.setText(null);
        definition.setMapping(null).setDifferential(null).setContact(null);
        definition.getSnapshot().getElement().forEach(LeanDefinitions::strip);
    }

    private static void strip(ElementDefinition element) {
        element.setShort(null).setDefinition(null).setComment(null).setRequirements(null);
        element.setAlias(null).setMapping(null).setExample(null);
    }
}
