package dev.tributary.server.query;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenParam;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** QPD-3 of <a href="https://profiles.ihe.net/ITI/TF/Volume2/ITI-21.html">ITI-21</a>, {@code @PID.5.1^SMITH}, as a search. */
final class DemographicsParameters {

    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:(\\d{2})(?:(\\d{2})\\d*)?)?");

    /** By field and component; subcomponents count as their component. */
    private static final Map<String, String> STRINGS = Map.of(
            "PID.5.1", "family",
            "PID.5.2", "given",
            "PID.5.3", "given",
            "PID.6.1", "mothersMaidenName",
            "PID.11.1", "address",
            "PID.11.3", "address-city",
            "PID.11.4", "address-state",
            "PID.11.5", "address-postalcode",
            "PID.11.6", "address-country");

    private static final Map<String, String> SEXES = Map.of("M", "male", "F", "female", "O", "other", "U", "unknown");

    private final Asked asked;
    private final List<Issue> errors;
    private final SearchParameterMap search = new SearchParameterMap();
    private final Map<String, String> identifier = new HashMap<>();

    /** @param errors for what cannot be asked */
    DemographicsParameters(Asked asked, List<Issue> errors) {
        this.asked = asked;
        this.errors = errors;
    }

    SearchParameterMap search() {
        var repetition = 0;
        for (var value : asked.values(3)) {
            repetition++;
            parameter(value, "QPD-3[" + repetition + "]");
        }
        identifier();
        if (search.isEmpty() && errors.isEmpty()) {
            errors.add(Issue.error(
                    "required", "QPD-3", "Nothing is asked: send at least one value, like @PID.5.1^SMITH."));
        }
        return search;
    }

    private void parameter(V2Value value, String path) {
        var name = name(value.component(1));
        var text = Objects.requireNonNullElse(value.component(2), "").strip();
        if (name.isEmpty() || text.isEmpty()) {
            return;
        }
        var field = name.equals("PID.3") ? "PID.3.1" : name.startsWith("PID.3.") ? name : shortened(name);
        if (field.startsWith("PID.3.")) {
            identifier.put(field, text);
            identifier.put("path", path);
        } else if (STRINGS.containsKey(field)) {
            text(Objects.requireNonNull(STRINGS.get(field)), text);
        } else if (field.startsWith("PID.7")) {
            date(text, path);
        } else if (field.startsWith("PID.8")) {
            sex(text, path);
        } else if (field.startsWith("PID.13")) {
            search.add("phone", new TokenParam(null, text));
        } else {
            errors.add(Issue.error(
                    "code-invalid",
                    path,
                    "The hub does not look by " + field
                            + ". It looks by PID.3, PID.5, PID.6.1, PID.7, PID.8, PID.11 and PID.13."));
        }
    }

    private static String name(@Nullable String said) {
        return said == null ? "" : said.startsWith("@") ? said.substring(1) : said;
    }

    private static String shortened(String name) {
        var parts = name.split("\\.", -1);
        return parts.length <= 3 ? name : String.join(".", List.of(parts).subList(0, 3));
    }

    /** {@code SMI*}: what ends with a star may go on, and so may everything here. */
    private void text(String parameter, String text) {
        var start = text.endsWith("*") ? text.substring(0, text.length() - 1) : text;
        if (!start.isEmpty()) {
            search.add(parameter, new StringParam(start));
        }
    }

    private void date(String text, String path) {
        var date = DATE.matcher(text);
        if (!date.matches()) {
            errors.add(Issue.error("value", path, "This is no date. Write YYYYMMDD."));
            return;
        }
        var day = new StringBuilder(date.group(1));
        for (var part = 2; part <= 3; part++) {
            if (date.group(part) != null) {
                day.append('-').append(date.group(part));
            }
        }
        try {
            search.add("birthdate", new DateParam(day.toString()));
        } catch (RuntimeException e) {
            errors.add(Issue.error("value", path, "There is no such day. Write YYYYMMDD."));
        }
    }

    private void sex(String text, String path) {
        var gender = SEXES.get(text.toUpperCase(java.util.Locale.ROOT));
        if (gender == null) {
            errors.add(Issue.error("code-invalid", path, "Write M, F, O or U."));
        } else {
            search.add("gender", new TokenParam(null, gender));
        }
    }

    private void identifier() {
        var number = identifier.get("PID.3.1");
        if (number == null) {
            return;
        }
        var namespace = identifier.getOrDefault("PID.3.4.1", identifier.get("PID.3.4"));
        var universal = identifier.get("PID.3.4.2");
        if (namespace == null && universal == null) {
            search.add("identifier", new TokenParam(number));
            return;
        }
        var system = asked.domains().system(namespace, universal);
        if (system == null) {
            errors.add(Issue.error(
                    "not-found",
                    identifier.getOrDefault("path", "QPD-3"),
                    "The hub knows no such assigning authority."));
        } else {
            search.add("identifier", new TokenParam(system, number));
        }
    }
}
