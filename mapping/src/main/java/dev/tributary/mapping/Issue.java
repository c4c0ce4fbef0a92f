package dev.tributary.mapping;

import java.util.Objects;

/**
 * Something a reader of a message should know: what was wrong or left behind, where, and what to do.
 *
 * <p><a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome.issue</a>
 *
 * @param severity how bad it is; {@link Severity#ERROR} means that the message cannot be applied as it stands
 * @param code the FHIR issue type, for instance {@code required}, {@code value}, {@code code-invalid}, {@code not-supported}
 * @param path where: {@code PID-3.4}, {@code OBX[2]-5}, {@code Bundle.entry[3].resource.status}
 * @param text what was wrong and what to do, for people
 */
public record Issue(Severity severity, String code, String path, String text) {

    public Issue {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(code);
        Objects.requireNonNull(path);
        Objects.requireNonNull(text);
    }

    /** As in <a href="https://hl7.org/fhir/R4/valueset-issue-severity.html">issue-severity</a>. */
    public enum Severity {
        ERROR,
        WARNING,
        INFORMATION
    }

    public static Issue error(String code, String path, String text) {
        return new Issue(Severity.ERROR, code, path, text);
    }

    public static Issue warning(String code, String path, String text) {
        return new Issue(Severity.WARNING, code, path, text);
    }

    public static Issue information(String code, String path, String text) {
        return new Issue(Severity.INFORMATION, code, path, text);
    }
}
