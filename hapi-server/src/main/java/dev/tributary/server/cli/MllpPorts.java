package dev.tributary.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The MLLP ports of {@code config/sources/*.yaml}, read ahead of the start. What cannot be read is left to the hub, which names file,
 * key and remedy.
 */
final class MllpPorts {

    private final HubSettings settings;

    MllpPorts(HubSettings settings) {
        this.settings = settings;
    }

    /** Every port that a source wants to listen on. */
    List<Integer> all() {
        try (var files = Files.list(settings.configDir().resolve("sources"))) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .map(this::port)
                    .flatMap(Optional::stream)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The port of one source; the default if its file does not say. */
    int of(String source) {
        return port(settings.configDir().resolve("sources").resolve(source + ".yaml"))
                .orElse(settings.mllpPort());
    }

    /** No port, or the environment's, is the default; what else stands there, the hub itself will judge. */
    private Optional<Integer> own(@Nullable Object port) {
        if (port instanceof Integer number) {
            return Optional.of(number).filter(each -> each >= 0 && each <= 65_535);
        }
        var fromEnvironment = port == null || port.toString().startsWith("${HUB_MLLP_PORT");
        return fromEnvironment ? Optional.of(settings.mllpPort()) : Optional.empty();
    }

    private Optional<Integer> port(Path file) {
        try (var text = Files.newBufferedReader(file)) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (document instanceof Map<?, ?> source
                    && source.get("feeds") instanceof Map<?, ?> feeds
                    && feeds.containsKey("mllp")) {
                var own = feeds.get("mllp") instanceof Map<?, ?> mllp ? mllp.get("port") : null;
                return own(own);
            }
            return Optional.empty();
        } catch (IOException | YAMLException e) {
            return Optional.empty();
        }
    }
}
