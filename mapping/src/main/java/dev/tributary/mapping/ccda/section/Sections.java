package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/** All sections of a structured body, nested ones too. */
public final class Sections {

    private Sections() {}

    /** Writes what the entries say and answers, for each section element, what came of its entries. */
    public static Map<CdaElement, List<Reference>> map(CdaElement body, Patient patient, CdaTranslation translation) {
        return new HashMap<>();
    }
}
