package dev.tributary.mapping;

/** What a source's file changes in the result of a map, as the last step of mapping. Pure, and never throws for what a message says. */
public interface Customisation {

    /** Changes nothing. */
    Customisation NONE = (mapped, fields, profile) -> mapped;

    /**
     * The result with the file's filters, elements, code maps and defaults.
     *
     * @param mapped what the map made; its resources are changed in place
     * @param fields the values of the message by name
     */
    Mapped apply(Mapped mapped, MessageFields fields, SourceProfile profile);
}
