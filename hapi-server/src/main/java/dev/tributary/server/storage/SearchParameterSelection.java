package dev.tributary.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.SearchParameter;

/**
 * Which search parameters are indexed: every reference of a listed type, since links feed {@code $everything} and integrity; every
 * reference to a Patient of any type, since whatever refers to a person follows a merge; and the listed codes. What is not listed costs nothing on write and answers "unknown parameter" on search.
 */
final class SearchParameterSelection {

    private static final String RESOURCE = "/search-parameters.csv";

    private final Map<String, Set<String>> codesByType;
    private final String fingerprint;

    private SearchParameterSelection(Map<String, Set<String>> codesByType, String fingerprint) {
        this.codesByType = codesByType;
        this.fingerprint = fingerprint;
    }

    static SearchParameterSelection load() {
        try (var stream = Objects.requireNonNull(SearchParameterSelection.class.getResourceAsStream(RESOURCE))) {
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            var byType = text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(",", 2))
                    .collect(Collectors.toMap(
                            parts -> parts[0].trim(),
                            parts -> Set.of(parts[1].trim().split(" +"))));
            return new SearchParameterSelection(byType, sha256(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean wants(SearchParameter parameter) {
        return refersToPatients(parameter) || isListed(parameter);
    }

    private static boolean refersToPatients(SearchParameter parameter) {
        return parameter.getType() == SearchParamType.REFERENCE
                && parameter.getTarget().stream().anyMatch(type -> "Patient".equals(type.getCode()));
    }

    private boolean isListed(SearchParameter parameter) {
        return parameter.getBase().stream().anyMatch(base -> {
            var codes = codesByType.get(base.getCode());
            return codes != null
                    && (parameter.getType() == SearchParamType.REFERENCE || codes.contains(parameter.getCode()));
        });
    }

    String fingerprint() {
        return fingerprint;
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
