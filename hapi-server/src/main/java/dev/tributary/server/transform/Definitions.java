package dev.tributary.server.transform;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.WorkerContextValidationSupportAdapter;
import org.hl7.fhir.r5.context.IWorkerContext;

/** The definitions of FHIR R4 as the engine of the mapping language wants them. Loaded when first asked for: they take memory. */
final class Definitions {

    private Definitions() {}

    private static final class Loaded {
        private static final IWorkerContext CONTEXT = load();

        private static IWorkerContext load() {
            var fhir = FhirContext.forR4Cached();
            var context = new WorkerContextValidationSupportAdapter(new ValidationSupportChain(
                    new DefaultProfileValidationSupport(fhir),
                    new CommonCodeSystemsTerminologyService(fhir),
                    new InMemoryTerminologyServerValidationSupport(fhir)));
            // The first question reads all definitions, which takes seconds: not on the time of the first message.
            context.fetchTypeDefinition("Patient");
            return context;
        }
    }

    static IWorkerContext r4() {
        return Loaded.CONTEXT;
    }
}
