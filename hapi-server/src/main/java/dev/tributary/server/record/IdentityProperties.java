package dev.tributary.server.record;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which identifiers say who somebody is.
 *
 * @param nationalSystems a person has one number of each; different numbers are different persons
 * @param trustedSystems more systems whose numbers name one person across sources; those that source files name are trusted anyway
 */
@ConfigurationProperties("hub.identity")
public record IdentityProperties(
        @DefaultValue("http://hl7.org/fhir/sid/us-ssn") Set<String> nationalSystems,
        @DefaultValue Set<String> trustedSystems) {}
