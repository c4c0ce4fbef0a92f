package dev.tributary.subscriptions.quieting;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How much an event asks for attention. */
public enum Severity {
    ROUTINE,
    IMPORTANT,
    URGENT;

    /** The fact by which an event says it itself; no search parameter is called so. */
    public static final String FACT = "_severity";

    private static final Set<String> URGENT_KINDS = Set.of("death", "emergency-visit");
    private static final Set<String> IMPORTANT_KINDS = Set.of(
            "admission",
            "discharge",
            "transfer",
            "encounter-cancelled",
            "encounter-corrected",
            "death-corrected",
            "result-abnormal",
            "result-corrected",
            "patient-split",
            "appointment-no-show",
            "medication-stopped",
            "subscription-error");
    /** Of <a href="http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation">ObservationInterpretation</a>. */
    private static final Set<String> CRITICAL = Set.of("AA", "HH", "LL", "HU", "LU");

    private static final Set<String> ABNORMAL = Set.of("A", "H", "L", "POS", "DET", "R", "W");

    /** The code, in small letters. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of this code, if there is one. */
    public static Optional<Severity> ofCode(String code) {
        return Arrays.stream(values()).filter(s -> s.code().equals(code)).findFirst();
    }

    /**
     * The severity of an event: what its facts state, the interpretation of a result, or else what its topic carries. Topics of
     * users that do not say it are routine.
     *
     * @param stated values of the fact {@link #FACT}
     * @param interpretations values of the fact {@code interpretation}, {@code system|code}
     */
    public static Severity of(String kind, List<String> stated, List<String> interpretations) {
        Optional<Severity> said =
                stated.stream().flatMap(code -> ofCode(code).stream()).findFirst();
        return said.orElseGet(() -> {
            Severity most = ofKind(kind);
            for (String interpretation : interpretations) {
                Severity one = ofInterpretation(interpretation.substring(interpretation.lastIndexOf('|') + 1));
                most = one.compareTo(most) > 0 ? one : most;
            }
            return most;
        });
    }

    private static Severity ofKind(String kind) {
        if (URGENT_KINDS.contains(kind)) {
            return URGENT;
        }
        return IMPORTANT_KINDS.contains(kind) ? IMPORTANT : ROUTINE;
    }

    private static Severity ofInterpretation(String code) {
        if (CRITICAL.contains(code)) {
            return URGENT;
        }
        return ABNORMAL.contains(code) ? IMPORTANT : ROUTINE;
    }
}
