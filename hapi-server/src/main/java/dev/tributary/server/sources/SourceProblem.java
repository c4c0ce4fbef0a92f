package dev.tributary.server.sources;

/**
 * A line in a source's file that the hub cannot use; the source is left out until it is put right.
 *
 * @param file as the operator knows it, {@code config/sources/clinic.yaml}
 * @param key dotted, {@code feeds.mllp.port}; empty if the file as a whole is meant
 * @param text what is wrong, with the value, and what to write instead
 */
public record SourceProblem(String file, String key, String text) {

    /** One line for log, health and console. */
    @Override
    public String toString() {
        return key.isEmpty() ? file + ": " + text : file + ": " + key + ": " + text;
    }
}
