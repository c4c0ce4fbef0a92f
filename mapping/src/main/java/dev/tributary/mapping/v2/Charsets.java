package dev.tributary.mapping.v2;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.datatype.CodeTable;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** MSH-18 (table 0211) as a character set. */
final class Charsets {

    private Charsets() {}

    /** The source's own if the message does not say; null if what it says is unknown. */
    static @Nullable Charset of(String declared, SourceProfile profile) {
        if (declared.isEmpty()) {
            return profile.charset();
        }
        var entry = CodeTable.of("HL70211").get(declared);
        if (entry == null) {
            return null;
        }
        return entry.target().isEmpty() ? profile.charset() : supported(entry.target());
    }

    private static @Nullable Charset supported(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : null;
    }
}
