package dev.tributary.subscriptions.registry;

import java.util.List;

/**
 * One condition of a subscription, as in <a href="http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria">filter-criteria</a>
 * {@code Encounter?class:not=IMP,EMER}. An event must meet all filters; of one filter's values any will do.
 *
 * @param resourceType what stands before the question mark
 * @param parameter the search parameter
 * @param modifier what stands behind its colon; empty without one
 * @param values at least one
 */
public record Filter(String resourceType, String parameter, String modifier, List<String> values) {}
