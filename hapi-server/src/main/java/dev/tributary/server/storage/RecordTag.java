package dev.tributary.server.storage;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;

/** Marks whether a Patient is one source's record or the person. */
public enum RecordTag {
    SOURCE("source", "Record of one source"),
    UNIFIED("unified", "Unified record");

    public static final String SYSTEM = "https://tributary.dev/fhir/CodeSystem/record";

    private final String code;
    private final String display;

    RecordTag(String code, String display) {
        this.code = code;
        this.display = display;
    }

    public String code() {
        return code;
    }

    public Coding coding() {
        return new Coding(SYSTEM, code, display);
    }

    /** Puts this tag on, and takes the other off. */
    public void mark(Resource resource) {
        resource.getMeta().getTag().removeIf(tag -> SYSTEM.equals(tag.getSystem()));
        resource.getMeta().addTag(coding());
    }
}
