package dev.tributary.subscriptions.criteria;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.exceptions.PathEngineException;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.fhirpath.FHIRPathUtilityClasses.FunctionDetails;
import org.hl7.fhir.r4.fhirpath.IHostApplicationServices;
import org.hl7.fhir.r4.fhirpath.TypeDetails;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.fhirpath.FHIRPathConstantEvaluationMode;
import org.jspecify.annotations.Nullable;

/**
 * <a href="http://hl7.org/fhirpath/N1/">FHIRPath</a> over resources in memory. It resolves no references, knows {@code %previous} and
 * {@code %current}, and gives up when its time is over: every step asks for names, and is told then.
 */
final class PathEngine {

    private static final long LONGEST_NANOS = 250_000_000;

    private final FHIRPathEngine engine;

    private PathEngine() {
        FhirContext fhir = FhirContext.forR4Cached();
        this.engine = new FHIRPathEngine(new HapiWorkerContext(fhir, fhir.getValidationSupport()));
        engine.setDoNotEnforceAsSingletonRule(true);
        engine.setDoNotEnforceAsCaseSensitive(true);
        engine.setHostServices(new Names());
    }

    private static final class Shared {
        private static final PathEngine ENGINE = new PathEngine();
    }

    /** Loading the definitions takes a second, so there is one for all. */
    static PathEngine shared() {
        return Shared.ENGINE;
    }

    ExpressionNode parse(String expression) throws Refused {
        try {
            return engine.parse(expression);
        } catch (RuntimeException e) {
            throw new Refused("'" + expression + "' is no FHIRPath: " + e.getMessage());
        }
    }

    /** Throws {@link FHIRException} if it cannot be evaluated or takes too long. */
    List<Base> evaluate(
            ExpressionNode expression, Resource resource, @Nullable Resource before, @Nullable Resource after) {
        var states = new States(before, after, System.nanoTime() + LONGEST_NANOS);
        return engine.evaluate(states, resource, resource, resource, expression);
    }

    boolean isTrue(List<Base> values) {
        return engine.convertToBoolean(values);
    }

    private record States(
            @Nullable Resource before, @Nullable Resource after, long deadline) {}

    private static final class Names implements IHostApplicationServices {

        @Override
        public List<Base> resolveConstant(
                FHIRPathEngine engine, Object context, String name, FHIRPathConstantEvaluationMode mode)
                throws PathEngineException {
            var states = (States) context;
            if (System.nanoTime() > states.deadline()) {
                throw new PathEngineException("it takes longer than " + LONGEST_NANOS / 1_000_000 + " ms");
            }
            if (mode != FHIRPathConstantEvaluationMode.EXPLICIT) {
                return List.of();
            }
            return switch (name.startsWith("%") ? name.substring(1) : name) {
                case "previous" -> states.before() == null ? List.of() : List.of(states.before());
                case "current" -> states.after() == null ? List.of() : List.of(states.after());
                default -> throw new PathEngineException("there is no " + name);
            };
        }

        @Override
        @SuppressWarnings("NullAway") // The interface is not annotated: null means "unknown".
        public TypeDetails resolveConstantType(
                FHIRPathEngine engine, Object context, String name, FHIRPathConstantEvaluationMode mode) {
            return null;
        }

        @Override
        public boolean log(String argument, List<Base> focus) {
            return false;
        }

        @Override
        @SuppressWarnings("NullAway") // As above.
        public FunctionDetails resolveFunction(FHIRPathEngine engine, String name) {
            return null;
        }

        @Override
        public TypeDetails checkFunction(
                FHIRPathEngine engine, Object context, String name, TypeDetails focus, List<TypeDetails> parameters)
                throws PathEngineException {
            throw new PathEngineException("there is no function " + name);
        }

        @Override
        public List<Base> executeFunction(
                FHIRPathEngine engine, Object context, List<Base> focus, String name, List<List<Base>> parameters) {
            return List.of();
        }

        @Override
        @SuppressWarnings("NullAway") // As above: nothing is resolved.
        public Base resolveReference(FHIRPathEngine engine, Object context, String url, Base reference) {
            return null;
        }

        @Override
        public boolean conformsToProfile(FHIRPathEngine engine, Object context, Base item, String url)
                throws FHIRException {
            throw new FHIRException("profiles are not checked");
        }

        @Override
        @SuppressWarnings("NullAway") // As above: value sets are not known here.
        public ValueSet resolveValueSet(FHIRPathEngine engine, Object context, String url) {
            return null;
        }

        @Override
        public boolean paramIsType(String name, int index) {
            return false;
        }
    }
}
