package dev.tributary.server.storage;

import ca.uhn.fhir.context.FhirContext;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Encodes resources as they are. HAPI's parser otherwise walks through all of a resource each time it is written, and again when it is
 * indexed, for references to objects that have no id and would have to be contained; here every reference says what it refers to.
 */
final class PlainEncoding implements BeanPostProcessor {

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof FhirContext fhir) {
            fhir.getParserOptions().setAutoContainReferenceTargetsWithNoId(false);
        }
        return bean;
    }
}
