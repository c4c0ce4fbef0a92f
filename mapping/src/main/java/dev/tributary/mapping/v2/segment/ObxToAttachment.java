package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.EdToAttachment;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Attachment;
import org.jspecify.annotations.Nullable;

/** An OBX that holds a document, not an observation: OBX-2 is ED or RP, or OBX-5 is a document in base64 whatever OBX-2 says. */
public final class ObxToAttachment {

    private ObxToAttachment() {}

    public static boolean isAttachment(SegmentReader obx) {
        var type = obx.text(2);
        if ("ED".equals(type) || "RP".equals(type)) {
            return true;
        }
        var value = obx.segment().value(5);
        return value != null && EdToAttachment.isDocument(value.raw());
    }

    /** Null, with a warning, if there is neither data nor an address. */
    public static @Nullable Attachment map(SegmentReader obx, Translation translation) {
        obx.ignore(1, 4, 11);
        var value = obx.value(5);
        var isPointer = "RP".equals(obx.text(2));
        var attachment = value == null ? null : isPointer ? EdToAttachment.pointer(value) : EdToAttachment.map(value);
        if (attachment == null) {
            translation.warn("value", obx.segment().path(5), "No readable data; the attachment is left out.");
            return null;
        }
        attachment.setTitle(title(obx));
        return attachment;
    }

    static @Nullable String title(SegmentReader obx) {
        var name = obx.value(3);
        if (name == null) {
            return null;
        }
        name.text();
        for (var component : new int[] {2, 9, 5, 1, 4}) {
            var text = name.component(component);
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
