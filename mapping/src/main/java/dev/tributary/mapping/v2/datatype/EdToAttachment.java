package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.hl7.fhir.r4.model.Attachment;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-ed-to-attachment.html">ED to Attachment</a>, and RP: the bytes as
 * they were before encoding. The content type is the sender's, else what the first bytes say.
 */
public final class EdToAttachment {

    private static final String ANY = "application/octet-stream";
    /** Base64 of {@code %PDF-}, of an RTF's <code>{&#92;rtf</code>, and of {@code <?xml}. */
    private static final String[] STARTS = {"JVBERi0", "e1xydGY", "PD94bWw"};

    private static final int SHORTEST = 64;

    private EdToAttachment() {}

    /** Whether text is a document in base64. */
    public static boolean isDocument(String text) {
        if (text.length() < SHORTEST) {
            return false;
        }
        for (var start : STARTS) {
            if (text.startsWith(start)) {
                return true;
            }
        }
        return false;
    }

    /** Null if there are no data, or they are not of their declared encoding. */
    public static @Nullable Attachment map(V2Value value) {
        if (value.size() == 1) {
            return single(value);
        }
        var encoding = value.component(4);
        var text = value.component(5);
        var type = value.component(2);
        var subtype = value.component(3);
        if (text == null) {
            return null;
        }
        var bytes = decode(text, encoding == null ? "" : encoding);
        return bytes == null ? null : attachment(bytes, contentType(type, subtype));
    }

    /** A document without the components that should describe it. */
    private static @Nullable Attachment single(V2Value value) {
        var text = value.component(1);
        if (text == null) {
            return null;
        }
        var bytes = decode(text, "");
        return bytes == null ? null : attachment(bytes, null);
    }

    /** RP: null if there is no address that could stand in a URL. */
    public static @Nullable Attachment pointer(V2Value value) {
        var address = value.component(1);
        var contentType = contentType(value.component(3), value.component(4));
        return address == null || address.indexOf(' ') >= 0
                ? null
                : new Attachment().setUrl(address).setContentType(contentType);
    }

    private static Attachment attachment(byte[] bytes, @Nullable String declared) {
        var sniffed = declared == null || declared.equals(ANY) ? ContentTypes.of(bytes) : null;
        var contentType = sniffed != null ? sniffed : declared;
        return new Attachment().setData(bytes).setContentType(contentType);
    }

    private static byte @Nullable [] decode(String text, String encoding) {
        try {
            return switch (encoding.toUpperCase(Locale.ROOT)) {
                case "BASE64", "B64", "BASE-64" -> Base64.getMimeDecoder().decode(text);
                case "HEX" -> HexFormat.of().parseHex(text);
                default ->
                    isDocument(text) ? Base64.getMimeDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** From type of data (table 0191) and subtype (table 0291), MIME types, or a mixture of both. */
    public static @Nullable String contentType(@Nullable String type, @Nullable String subtype) {
        var main = type == null ? null : type.toLowerCase(Locale.ROOT).replace(' ', '-');
        if (subtype == null) {
            var known =
                    main == null ? null : CodeTable.of("HL70191-ContentType").get(main);
            return known != null ? known.target() : main != null && main.indexOf('/') > 0 ? main : null;
        }
        var sub = subtype.toLowerCase(Locale.ROOT).replace(' ', '-');
        if (sub.indexOf('/') > 0) {
            return sub;
        }
        var known = CodeTable.of("HL70291-ContentType").get(sub);
        if (known != null) {
            return known.target();
        }
        var isMime = main != null
                && (main.equals("text")
                        || main.equals("application")
                        || main.equals("image")
                        || main.equals("audio")
                        || main.equals("video")
                        || main.equals("multipart"));
        return (isMime ? main : "application") + "/" + sub;
    }
}
