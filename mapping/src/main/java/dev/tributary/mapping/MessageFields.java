package dev.tributary.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one message, of which some parts may come several times. */
public interface MessageFields extends Fields {

    /** Of a format whose fields have no names here: everything is empty. */
    MessageFields NONE = new MessageFields() {
        @Override
        public @Nullable String value(String name) {
            return null;
        }

        @Override
        public String path(String name) {
            return name;
        }

        @Override
        public List<Fields> each(String part) {
            return List.of();
        }
    };

    /** Each occurrence of a part, in order: of segment {@code ZAL}, its fields are named as ever, {@code ZAL-3}. */
    List<Fields> each(String part);
}
