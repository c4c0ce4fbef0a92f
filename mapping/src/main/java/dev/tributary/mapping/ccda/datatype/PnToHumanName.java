package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.ccda.xml.CdaElement;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#cda-name--fhir-name">CDA name to HumanName</a>. */
public final class PnToHumanName {

    private PnToHumanName() {}

    /** Null if the name says nothing. */
    public static @Nullable HumanName map(CdaElement name, CdaTranslation translation) {
        var mapped = new HumanName();
        for (var part : name.children()) {
            var words = NarrativeText.words(part);
            if (words == null) {
                continue;
            }
            switch (part.name()) {
                case "given" -> mapped.addGiven(words);
                case "family" -> mapped.setFamily(mapped.hasFamily() ? mapped.getFamily() + " " + words : words);
                case "prefix" -> mapped.addPrefix(words);
                case "suffix" -> mapped.addSuffix(words);
                default -> {}
            }
        }
        // Words beside the parts stand in front of them; commas between the parts say nothing.
        if (name.ownText().chars().anyMatch(Character::isLetterOrDigit)) {
            mapped.setText(NarrativeText.words(name));
        }
        if (mapped.isEmpty()) {
            return null;
        }
        var use = use(name);
        if (use != null) {
            mapped.setUse(NameUse.fromCode(use));
        }
        mapped.setPeriod(IvlTsToPeriod.map(name.child("validTime"), translation));
        return mapped;
    }

    private static @Nullable String use(CdaElement name) {
        for (var part : name.children()) {
            if (part.name().equals("family") && part.has("qualifier", "BR")) {
                return "maiden";
            }
        }
        return Uses.first("NameUse", name.attribute("use"));
    }
}
