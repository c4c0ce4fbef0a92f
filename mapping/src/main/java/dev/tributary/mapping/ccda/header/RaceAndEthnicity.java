package dev.tributary.mapping.ccda.header;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;

/** Race and ethnicity as the <a href="https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-race.html">extensions of US Core</a>. */
final class RaceAndEthnicity {

    private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
    private static final String CDC = "urn:oid:2.16.840.1.113883.6.238";
    private static final String NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";
    private static final Set<String> UNKNOWN = Set.of("UNK", "ASKU");

    private RaceAndEthnicity() {}

    static void add(Patient patient, CdaElement person, CdaTranslation translation) {
        var races = new ArrayList<>(person.children("raceCode"));
        races.addAll(person.children("sdtc:raceCode"));
        add(patient, "race", races, "RaceCategories", translation);
        var ethnicities = new ArrayList<>(person.children("ethnicGroupCode"));
        ethnicities.addAll(person.children("sdtc:ethnicGroupCode"));
        add(patient, "ethnicity", ethnicities, "EthnicityCategories", translation);
    }

    private static void add(
            Patient patient, String name, List<CdaElement> codes, String categories, CdaTranslation translation) {
        var extension = new Extension(US_CORE + name);
        var texts = new LinkedHashSet<String>();
        for (var code : codes) {
            addCode(extension, code, name, categories, translation);
            addText(texts, code, translation);
        }
        if (extension.hasExtension() || !texts.isEmpty()) {
            var text = texts.isEmpty() ? "Unknown" : String.join(", ", texts);
            extension.addExtension(new Extension("text", new StringType(text)));
            patient.addExtension(extension);
        }
    }

    private static void addCode(
            Extension extension, CdaElement code, String name, String categories, CdaTranslation translation) {
        var coding = CdToCodeableConcept.coding(code, translation);
        var nullFlavor = code.nullFlavor();
        if (coding != null && CDC.equals(coding.getSystem())) {
            var isCategory = CodeMap.of(categories).get(coding.getCode()) != null;
            var isFirst = extension.getExtensionsByUrl("ombCategory").isEmpty() || name.equals("race");
            if (isCategory && isFirst && !isThere(extension, coding.getCode())) {
                extension.addExtension(new Extension("ombCategory", coding));
            } else if (!isCategory && !isThere(extension, coding.getCode())) {
                extension.addExtension(new Extension("detailed", coding));
            }
        } else if (nullFlavor != null
                && UNKNOWN.contains(nullFlavor)
                && name.equals("race")
                && !extension.hasExtension()) {
            extension.addExtension(new Extension(
                    "ombCategory",
                    new Coding(NULL_FLAVOR, nullFlavor, nullFlavor.equals("UNK") ? "unknown" : "asked but unknown")));
        }
    }

    private static boolean isThere(Extension extension, String code) {
        return extension.getExtension().stream()
                .anyMatch(each -> each.getValue() instanceof Coding coding && code.equals(coding.getCode()));
    }

    private static void addText(Set<String> texts, CdaElement code, CdaTranslation translation) {
        var text = NarrativeText.of(code.child("originalText"), translation);
        text = text == null ? code.attribute("displayName") : text;
        text = text == null ? code.attribute("code") : text;
        if (text != null) {
            texts.add(text);
        }
    }
}
