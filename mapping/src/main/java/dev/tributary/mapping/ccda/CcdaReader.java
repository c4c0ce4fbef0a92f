package dev.tributary.mapping.ccda;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.ccda.xml.CdaElement;
import dev.tributary.mapping.ccda.xml.CdaXml;
import dev.tributary.mapping.ccda.xml.CdaXmlReader;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import java.util.List;
import java.util.Objects;

/** Reads <a href="https://hl7.org/cda/us/ccda/">C-CDA</a> documents. Never throws for what the bytes hold. */
public final class CcdaReader {

    private CcdaReader() {}

    public static CcdaReading read(byte[] raw, SourceProfile profile) {
        var xml = CdaXmlReader.read(raw);
        return xml instanceof CdaXml.Tree tree
                ? read(tree, profile)
                : new CcdaReading.Unreadable(List.of(((CdaXml.Refused) xml).issue()));
    }

    private static CcdaReading read(CdaXml.Tree tree, SourceProfile profile) {
        var root = tree.root();
        if (!root.name().equals("ClinicalDocument")) {
            return new CcdaReading.Unreadable(List.of(Issue.error(
                    "structure", "XML", "The root element is no ClinicalDocument: this is no document of CDA.")));
        }
        if (root.child("recordTarget").isAbsent()) {
            return new CcdaReading.Unreadable(List.of(Issue.error(
                    "required", "ClinicalDocument/recordTarget", "The document does not say whom it is about.")));
        }
        return new CcdaReading.Readable(tree, header(root, profile));
    }

    private static CcdaHeader header(CdaElement root, SourceProfile profile) {
        var time = root.child("effectiveTime").attribute("value");
        return new CcdaHeader(
                name(root.child("id")),
                Objects.requireNonNullElse(root.child("code").attribute("code"), ""),
                PatientNumber.key(root.at("recordTarget", "patientRole"), profile),
                time == null ? null : TsToDateTime.toInstant(time, profile.zone()));
    }

    private static String name(CdaElement id) {
        var root = id.attribute("root");
        var extension = id.attribute("extension");
        if (root == null) {
            return extension == null ? "" : extension;
        }
        return extension == null ? root : root + "^" + extension;
    }
}
