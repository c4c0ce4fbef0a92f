package dev.tributary.server.formats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All formats of this hub by name. */
public final class MessageFormats {

    private final Map<String, MessageFormat> formats;

    /** @throws IllegalArgumentException if two formats have one name */
    public MessageFormats(List<MessageFormat> formats) {
        var byName = new LinkedHashMap<String, MessageFormat>();
        for (var format : formats) {
            if (byName.put(format.name(), format) != null) {
                throw new IllegalArgumentException("Two formats are named " + format.name());
            }
        }
        this.formats = byName;
    }

    public Optional<MessageFormat> byName(String name) {
        return Optional.ofNullable(formats.get(name));
    }
}
