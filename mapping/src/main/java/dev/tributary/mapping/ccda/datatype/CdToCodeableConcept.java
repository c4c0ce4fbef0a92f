package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#cda-coding--fhir-codeableconcept">CDA coding to CodeableConcept</a>. */
public final class CdToCodeableConcept {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private CdToCodeableConcept() {}

    /** Null if it says nothing: no code, no translation, no text. */
    public static @Nullable CodeableConcept map(CdaElement code, CdaTranslation translation) {
        if (code.isAbsent()) {
            return null;
        }
        var concept = new CodeableConcept();
        add(concept, code, translation);
        for (var other : code.children("translation")) {
            add(concept, other, translation);
        }
        var text = NarrativeText.of(code.child("originalText"), translation);
        if (text == null && !concept.hasCoding()) {
            text = code.attribute("displayName");
        }
        if (text == null && !concept.hasCoding() && !code.ownText().isEmpty()) {
            text = code.ownText();
        }
        concept.setText(text);
        return concept.isEmpty() ? null : concept;
    }

    /** The same for an element that CDA binds to one code system, which senders therefore leave out. */
    public static @Nullable CodeableConcept bound(
            CdaElement code, String system, Predicate<String> isCode, CdaTranslation translation) {
        var value = code.attribute("code");
        if (value == null || code.attribute("codeSystem") != null || !isCode.test(value)) {
            return map(code, translation);
        }
        var concept = new CodeableConcept();
        concept.addCoding().setSystem(system).setCode(value).setDisplay(code.attribute("displayName"));
        code.children("translation").forEach(other -> add(concept, other, translation));
        return concept.setText(NarrativeText.of(code.child("originalText"), translation));
    }

    /** The same for an element that must be there: without content it says why it is absent. */
    public static CodeableConcept required(CdaElement code, CdaTranslation translation) {
        var concept = map(code, translation);
        return concept == null ? absent(code.nullFlavor()) : concept;
    }

    public static CodeableConcept absent(@Nullable String nullFlavor) {
        var concept = new CodeableConcept();
        concept.addExtension(NullFlavor.dataAbsentReason(nullFlavor));
        return concept;
    }

    private static void add(CodeableConcept concept, CdaElement code, CdaTranslation translation) {
        var coding = coding(code, translation);
        if (coding != null
                && concept.getCoding().stream()
                        .noneMatch(each -> coding.getCode().equals(each.getCode())
                                && Objects.equals(coding.getSystem(), each.getSystem()))) {
            concept.addCoding(coding);
        }
    }

    /** The code alone, without its translations; null if there is none. */
    public static @Nullable Coding coding(CdaElement code, CdaTranslation translation) {
        var value = code.attribute("code");
        if (value == null) {
            return null;
        }
        var root = code.attribute("codeSystem");
        var system = OidToUri.map(root);
        if (system == null) {
            translation.warn(
                    "code-invalid",
                    code,
                    "The code has no code system that can be read; it is kept without one. Map it in the source's code maps.");
        }
        return new Coding()
                .setSystem(system)
                .setCode(SPACE.matcher(value).replaceAll(" "))
                .setDisplay(code.attribute("displayName"));
    }

    /** Whether one of its codes is this one. */
    public static boolean hasCode(CdaElement code, String value) {
        if (code.has("code", value)) {
            return true;
        }
        for (var other : code.children("translation")) {
            if (other.has("code", value)) {
                return true;
            }
        }
        return false;
    }
}
