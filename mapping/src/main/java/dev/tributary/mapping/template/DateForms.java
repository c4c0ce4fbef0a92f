package dev.tributary.mapping.template;

import java.util.Set;

/** The types of FHIR that tell a time. */
final class DateForms {

    private static final Set<String> DATED = Set.of("date", "dateTime", "instant", "time");

    private DateForms() {}

    static boolean isDated(String type) {
        return DATED.contains(type);
    }
}
