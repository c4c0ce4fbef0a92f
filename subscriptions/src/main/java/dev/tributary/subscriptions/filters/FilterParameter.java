package dev.tributary.subscriptions.filters;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a parameter of a filter asks about.
 *
 * @param fact the event's fact that it is compared with
 */
record FilterParameter(String fact, Kind kind) {

    enum Kind {
        PATIENT,
        ROSTER,
        AGE,
        REFERENCE,
        TOKEN,
        DATE,
        NUMBER,
        STRING,
        NAME
    }

    private static final String OF_PATIENT = "patient.";

    /** Names of places, which no parameter of FHIR asks for. */
    private static final Set<String> WORDS = Set.of("facility", "ward");

    static FilterParameter of(String resourceType, String parameter) {
        boolean ofPatient = resourceType.equals("Patient") || parameter.startsWith(OF_PATIENT);
        String name = parameter.startsWith(OF_PATIENT) ? parameter.substring(OF_PATIENT.length()) : parameter;
        // The guide's own example topic asks for members of a Group by _in.
        if (name.equals("roster") || name.equals("_in")) {
            return new FilterParameter("roster", Kind.ROSTER);
        }
        if (ofPatient) {
            return switch (name) {
                case "_id", "patient", "subject" -> new FilterParameter("patient", Kind.PATIENT);
                case "age" -> new FilterParameter("patient.age", Kind.AGE);
                default -> new FilterParameter(OF_PATIENT + name, kind("Patient", name));
            };
        }
        if (name.equals("patient") || name.equals("subject")) {
            return new FilterParameter("patient", Kind.PATIENT);
        }
        boolean ofEncounter = resourceType.isEmpty() || resourceType.equals("Encounter");
        String known = ofEncounter && name.equals("organization") ? "service-provider" : name;
        return new FilterParameter(known, kind(ofEncounter ? "Encounter" : resourceType, known));
    }

    /** What FHIR says it is; a token if FHIR does not know it. */
    private static Kind kind(String resourceType, String name) {
        FhirContext fhir = FhirContext.forR4Cached();
        RuntimeSearchParam known = fhir.getResourceTypes().contains(resourceType)
                ? fhir.getResourceDefinition(resourceType).getSearchParam(name)
                : null;
        if (WORDS.contains(name)) {
            return Kind.NAME;
        }
        if (name.equals("diagnosis") || name.equals("severity")) {
            return Kind.TOKEN; // As facts carry it: the codes, not the Conditions.
        }
        return known == null ? Kind.TOKEN : kind(known.getParamType());
    }

    private static Kind kind(@Nullable RestSearchParameterTypeEnum type) {
        if (type == null) {
            return Kind.TOKEN;
        }
        return switch (type) {
            case REFERENCE -> Kind.REFERENCE;
            case DATE -> Kind.DATE;
            case STRING -> Kind.STRING;
            case NUMBER, QUANTITY -> Kind.NUMBER;
            default -> Kind.TOKEN;
        };
    }
}
