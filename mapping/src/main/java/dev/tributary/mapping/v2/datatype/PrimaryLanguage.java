package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-table-hl70296-to-v2-language.html">Table 0296, primary language</a>, to a
 * language tag of BCP 47, as FHIR wants it: codes of ISO 639 of two or three letters and English names are known, others are text.
 */
public final class PrimaryLanguage {

    private static final String BCP47 = "urn:ietf:bcp:47";
    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-0296";
    private static final Map<String, String> SHORT = Stream.of(Locale.getISOLanguages())
            .filter(code -> !iso3(code).isEmpty())
            .collect(Collectors.toUnmodifiableMap(PrimaryLanguage::iso3, code -> code, (one, other) -> one));

    private static final Map<String, String> NAMES = Stream.of(Locale.getISOLanguages())
            .collect(Collectors.toUnmodifiableMap(PrimaryLanguage::englishName, code -> code, (one, other) -> one));

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private PrimaryLanguage() {}

    /** The shortest code of the language, with what follows it ({@code eng-US} is {@code en-US}); anything else as it is. */
    public static String shortest(String code) {
        var end = code.indexOf('-');
        var language = end < 0 ? code : code.substring(0, end);
        var known = SHORT.get(language.toLowerCase(Locale.ROOT));
        return known == null ? code : known + code.substring(language.length());
    }

    /** Null if there is neither code nor text. */
    public static @Nullable CodeableConcept map(@Nullable V2Value value, Translation translation) {
        var concept = CweToCodeableConcept.map(value, translation);
        if (value == null || concept == null || !concept.hasCoding()) {
            return concept;
        }
        var first = concept.getCodingFirstRep();
        var tag = tag(first.getCode());
        if (tag == null && first.hasDisplay()) {
            tag = NAMES.get(first.getDisplay().strip().toLowerCase(Locale.ROOT));
        }
        if (tag == null) {
            // FHIR takes no other codes here.
            translation.warn("code-invalid", value.path(1), "No language of BCP 47; kept as text.");
            return concept.setCoding(null).setText(concept.hasText() ? concept.getText() : first.getCode());
        }
        if (isTag(first)) {
            first.setSystem(BCP47).setVersion(null).setCode(tag);
        } else {
            concept.getCoding().add(0, new Coding(BCP47, tag, first.getDisplay()));
        }
        translateOthers(concept, tag);
        return concept;
    }

    /** HL7's own table of languages is the same words, and FHIR takes no codes of it. */
    private static boolean isTag(Coding coding) {
        return !coding.hasSystem() || BCP47.equals(coding.getSystem()) || TABLE.equals(coding.getSystem());
    }

    private static void translateOthers(CodeableConcept concept, String tag) {
        var others = concept.getCoding().listIterator(1);
        while (others.hasNext()) {
            var other = others.next();
            var translated = isTag(other) ? tag(other.getCode()) : null;
            if (translated != null && !translated.equals(tag)) {
                other.setSystem(BCP47).setVersion(null).setCode(translated);
            } else if (isTag(other)) {
                others.remove();
            }
        }
    }

    /** With the region, if it is one: {@code ENG-US} is {@code en-US}, {@code ENG-UK} is {@code en}. Null if there is no such language. */
    private static @Nullable String tag(String code) {
        var parts = code.toLowerCase(Locale.ROOT).split("[-_]", 2);
        var language = SHORT.containsValue(parts[0]) ? parts[0] : SHORT.getOrDefault(parts[0], NAMES.get(parts[0]));
        var region = parts.length > 1 ? parts[1].toUpperCase(Locale.ROOT) : "";
        return language == null || !COUNTRIES.contains(region) ? language : language + "-" + region;
    }

    private static String englishName(String code) {
        return Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT);
    }

    private static String iso3(String code) {
        try {
            return Locale.forLanguageTag(code).getISO3Language();
        } catch (MissingResourceException e) {
            return "";
        }
    }
}
