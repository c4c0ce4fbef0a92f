package dev.tributary.conformance.scene;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;

/** FHIR R4 in text and out of it. */
public final class Fhir {
    public static final String JSON = "application/fhir+json";
    public static final String XML = "application/fhir+xml";
    private static final FhirContext CONTEXT = context();

    private Fhir() {}

    private static FhirContext context() {
        FhirContext context = FhirContext.forR4();
        context.setParserErrorHandler(new LenientErrorHandler(false));
        return context;
    }

    public static FhirContext r4() {
        return CONTEXT;
    }

    static IParser parser(String mediaType) {
        return mediaType.contains("xml") ? CONTEXT.newXmlParser() : CONTEXT.newJsonParser();
    }

    public static String json(IBaseResource resource) {
        return CONTEXT.newJsonParser().encodeResourceToString(resource);
    }

    public static String xml(IBaseResource resource) {
        return CONTEXT.newXmlParser().encodeResourceToString(resource);
    }

    /** The resources of a type in a Bundle, in order. */
    public static <T extends Resource> List<T> in(Bundle bundle, Class<T> type) {
        return resources(bundle).filter(type::isInstance).map(type::cast).toList();
    }

    private static Stream<Resource> resources(Bundle bundle) {
        return bundle.getEntry().stream()
                .filter(BundleEntryComponent::hasResource)
                .map(BundleEntryComponent::getResource);
    }

    /** The logical id in a reference or URL: {@code Patient/7/_history/1} gives {@code 7}. */
    public static String idIn(String reference) {
        String[] parts = reference.replaceAll("/_history/.*$", "").split("/");
        return parts[parts.length - 1];
    }
}
