package dev.tributary.subscriptions.hl7v2;

import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.jspecify.annotations.Nullable;

/** Systems of FHIR as HL7 v2 names them: HD for who assigns numbers, table 0396 for coding systems. */
final class Designators {

    static final String V2_TABLES = "http://terminology.hl7.org/CodeSystem/v2-";

    private static final String IDENTIFIER_TYPES = V2_TABLES + "0203";
    private static final String US_SSN = "http://hl7.org/fhir/sid/us-ssn";
    private static final String US_NPI = "http://hl7.org/fhir/sid/us-npi";

    private static final Map<String, String> CODING_SYSTEMS = Map.ofEntries(
            Map.entry("http://loinc.org", "LN"),
            Map.entry("http://snomed.info/sct", "SCT"),
            Map.entry("http://hl7.org/fhir/sid/icd-10", "I10"),
            Map.entry("http://hl7.org/fhir/sid/icd-10-cm", "I10C"),
            Map.entry("http://www.cms.gov/Medicare/Coding/ICD10", "I10P"),
            Map.entry("http://hl7.org/fhir/sid/icd-9-cm", "I9C"),
            Map.entry("http://unitsofmeasure.org", "UCUM"),
            Map.entry("http://hl7.org/fhir/sid/cvx", "CVX"),
            Map.entry("http://hl7.org/fhir/sid/mvx", "MVX"),
            Map.entry("http://hl7.org/fhir/sid/ndc", "NDC"),
            Map.entry("http://www.nlm.nih.gov/research/umls/rxnorm", "RXNORM"),
            Map.entry("http://www.ama-assn.org/go/cpt", "C4"),
            Map.entry("urn:oid:2.16.840.1.113883.6.238", "CDCREC"));

    private Designators() {}

    /** Namespace, universal id and its type, as subcomponents or (with {@code ^}) as components. */
    static String[] authority(@Nullable String system, Map<String, String> namespaces) {
        String namespace = system == null ? "" : Er7.text(namespaces.get(system));
        if (system == null) {
            return new String[] {""};
        }
        return switch (system) {
            case US_SSN -> new String[] {Er7.first(namespace, "USSSA"), "2.16.840.1.113883.4.1", "ISO"};
            case US_NPI -> new String[] {Er7.first(namespace, "NPI"), "2.16.840.1.113883.4.6", "ISO"};
            default -> new String[] {namespace, Er7.text(universal(system)), universalType(system)};
        };
    }

    private static String universal(String system) {
        return system.replaceFirst("^urn:(oid|uuid):", "");
    }

    private static String universalType(String system) {
        if (system.startsWith("urn:oid:")) {
            return "ISO";
        }
        return system.startsWith("urn:uuid:") ? "UUID" : "URI";
    }

    /** CX: number, authority, type. */
    static String cx(Identifier identifier, Map<String, String> namespaces) {
        if (!identifier.hasValue()) {
            return "";
        }
        String authority = Er7.subcomponents(authority(identifier.getSystem(), namespaces));
        return Er7.components(Er7.text(identifier.getValue()), "", "", authority, type(identifier));
    }

    /** The code of table 0203; the systems of the United States imply theirs. */
    static String type(Identifier identifier) {
        Optional<String> stated = code(identifier.getType(), IDENTIFIER_TYPES);
        if (stated.isPresent()) {
            return Er7.text(stated.get());
        }
        String system = identifier.hasSystem() ? identifier.getSystem() : "";
        return switch (system) {
            case US_SSN -> "SS";
            case US_NPI -> "NPI";
            default -> "";
        };
    }

    /** The code that a concept has in a system. */
    static Optional<String> code(CodeableConcept concept, String system) {
        return concept.getCoding().stream()
                .filter(coding -> system.equals(coding.getSystem()) && coding.hasCode())
                .map(Coding::getCode)
                .findFirst();
    }

    /** CE or CWE: the first code and an alternate one, with the text in place of a display that is missing. */
    static String cwe(CodeableConcept concept) {
        if (!concept.hasCoding()) {
            return concept.hasText() ? Er7.components("", Er7.text(concept.getText())) : "";
        }
        Coding first = concept.getCodingFirstRep();
        String display = first.hasDisplay() ? first.getDisplay() : concept.getText();
        Coding other = concept.getCoding().size() > 1 ? concept.getCoding().get(1) : new Coding();
        return Er7.components(
                Er7.text(first.getCode()),
                Er7.text(display),
                codingSystem(first),
                Er7.text(other.getCode()),
                Er7.text(other.getDisplay()),
                codingSystem(other));
    }

    /** CWE of a field with a table of its own: codes of that table come without a coding system. */
    static String coded(CodeableConcept concept, String table) {
        Optional<String> own = code(concept, V2_TABLES + table);
        return own.isPresent() ? Er7.text(own.get()) : cwe(concept);
    }

    private static String codingSystem(Coding coding) {
        if (!coding.hasSystem()) {
            return "";
        }
        String system = coding.getSystem();
        String known = CODING_SYSTEMS.get(system);
        if (known != null) {
            return known;
        }
        if (system.startsWith(V2_TABLES)) {
            return "HL7" + Er7.text(system.substring(V2_TABLES.length()));
        }
        return Er7.text(universal(system));
    }
}
