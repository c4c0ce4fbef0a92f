package dev.tributary.server.identity;

import dev.tributary.identity.matching.MatchModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the model comes from. */
final class Models {

    private Models() {}

    /**
     * The model of a file, or the shipped one.
     *
     * @throws IllegalArgumentException if the file cannot be read or is no model, with what is wrong where
     */
    static MatchModel load(@Nullable Path file) {
        if (file == null) {
            return MatchModel.shipped();
        }
        try {
            return MatchModel.parse(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("hub.identity.model: " + file + " cannot be read.", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hub.identity.model: " + file + ": " + e.getMessage(), e);
        }
    }
}
