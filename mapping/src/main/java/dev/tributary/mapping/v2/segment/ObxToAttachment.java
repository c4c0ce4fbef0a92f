package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.hl7.fhir.r4.model.Attachment;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-ed-to-attachment.html">ED and RP to Attachment</a>. */
public final class ObxToAttachment {

    private ObxToAttachment() {}

    public static boolean isAttachment(SegmentReader obx) {
        var type = obx.text(2);
        return "ED".equals(type) || "RP".equals(type);
    }

    /** Null, with a warning, if there is neither data nor an address. */
    public static @Nullable Attachment map(SegmentReader obx, Translation translation) {
        obx.ignore(1, 11);
        var value = obx.value(5);
        var attachment = value == null ? null : "RP".equals(obx.text(2)) ? pointer(value) : data(value);
        if (attachment == null) {
            translation.warn("value", obx.segment().path(5), "No readable data; the attachment is left out.");
            return null;
        }
        var name = obx.value(3);
        if (name != null) {
            var title = name.component(2) == null ? name.component(1) : name.component(2);
            name.text();
            attachment.setTitle(title);
        }
        return attachment;
    }

    private static @Nullable Attachment pointer(V2Value value) {
        var address = value.component(1);
        var contentType = contentType(value.component(3), value.component(4));
        return address == null || address.indexOf(' ') >= 0
                ? null
                : new Attachment().setUrl(address).setContentType(contentType);
    }

    private static @Nullable Attachment data(V2Value value) {
        var encoding = value.component(4);
        var text = value.component(5);
        value.component(1); // the application that made it
        var bytes = text == null ? null : decode(text, encoding == null ? "A" : encoding);
        return bytes == null
                ? null
                : new Attachment().setData(bytes).setContentType(contentType(value.component(2), value.component(3)));
    }

    private static byte @Nullable [] decode(String text, String encoding) {
        try {
            return switch (encoding.toUpperCase(Locale.ROOT)) {
                case "BASE64" -> Base64.getMimeDecoder().decode(text);
                case "HEX" -> HexFormat.of().parseHex(text);
                default -> text.getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String contentType(@Nullable String type, @Nullable String subtype) {
        if (subtype == null) {
            return null;
        }
        var sub = subtype.toLowerCase(Locale.ROOT).replace(' ', '-');
        if (sub.indexOf('/') > 0) {
            return sub;
        }
        return switch (sub) {
            case "pdf", "rtf", "xml", "json", "octet-stream", "dicom" -> "application/" + sub;
            case "html", "plain" -> "text/" + sub;
            case "jpeg", "png", "gif", "tiff" -> "image/" + sub;
            default ->
                type == null
                        ? "application/" + sub
                        : type.toLowerCase(Locale.ROOT).replace(' ', '-') + "/" + sub;
        };
    }
}
