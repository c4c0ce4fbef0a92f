package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.xml.CdaElement;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/CF-medications.html">How a substance is taken</a> as Dosage. */
final class SubstanceAdministrationToDosage {

    private static final String FREE_TEXT_SIG = CdaConcepts.code("freeTextSig");

    private SubstanceAdministrationToDosage() {}

    /** Null if nothing is said of it. */
    static @Nullable Dosage map(CdaElement element, CdaTranslation translation) {
        var dosage = new Dosage();
        dosage.setText(sig(element, translation));
        dosage.setTiming(EffectiveTimesToTiming.map(element, translation));
        dosage.setRoute(CdToCodeableConcept.map(element.child("routeCode"), translation));
        dosage.setSite(CdToCodeableConcept.map(element.child("approachSiteCode"), translation));
        setDose(dosage, element, translation);
        dosage.setMaxDosePerPeriod(PqToQuantity.ratio(element.child("maxDoseQuantity"), translation));
        addInstructions(dosage, element, translation);
        if (element.child("precondition").exists()) {
            setCondition(dosage, element.at("precondition", "criterion"), translation);
        }
        return dosage.isEmpty() ? null : dosage;
    }

    private static @Nullable String sig(CdaElement element, CdaTranslation translation) {
        var sig = Related.coded(element, "substanceAdministration", FREE_TEXT_SIG);
        return NarrativeText.of(sig.child("text"), translation);
    }

    private static void setDose(Dosage dosage, CdaElement element, CdaTranslation translation) {
        var dose = amount(element.child("doseQuantity"), translation);
        var rate = amount(element.child("rateQuantity"), translation);
        if (dose != null || rate != null) {
            dosage.addDoseAndRate().setDose(dose).setRate(rate);
        }
    }

    private static @Nullable Type amount(CdaElement element, CdaTranslation translation) {
        var amount = PqToQuantity.interval(element, translation);
        if (amount instanceof Quantity quantity) {
            return PqToQuantity.plain(quantity);
        }
        return amount instanceof Range ? amount : null;
    }

    private static void addInstructions(Dosage dosage, CdaElement element, CdaTranslation translation) {
        for (var act : Related.all(element, "SUBJ", "act")) {
            var code = act.child("code");
            if (CdToCodeableConcept.hasCode(code, CdaConcepts.code("comment"))) {
                continue;
            }
            var words = NarrativeText.of(act.child("text"), translation);
            if (words == null) {
                words = NarrativeText.of(code.child("originalText"), translation);
            }
            if (words != null) {
                dosage.setPatientInstruction(words);
            }
            var concept = CdToCodeableConcept.map(code, translation);
            if (concept != null && concept.hasCoding() && act.hasTemplate("2.16.840.1.113883.10.20.22.4.20")) {
                dosage.addAdditionalInstruction(concept);
            }
        }
    }

    private static void setCondition(Dosage dosage, CdaElement criterion, CdaTranslation translation) {
        dosage.setAsNeeded(new BooleanType(true));
        if (CdToCodeableConcept.map(criterion.child("value"), translation) != null) {
            translation.inform(
                    "not-supported", criterion, "Taken as needed; when it is needed is kept in the document only.");
        }
    }
}
