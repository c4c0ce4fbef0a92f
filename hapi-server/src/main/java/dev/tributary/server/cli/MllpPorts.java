package dev.tributary.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private Optional<Integer> port(Path file) {
        try (var text = Files.newBufferedReader(file)) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (document instanceof Map<?, ?> source
                    && source.get("feeds") instanceof Map<?, ?> feeds
                    && feeds.containsKey("mllp")) {
                var own = feeds.get("mllp") instanceof Map<?, ?> mllp ? mllp.get("port") : null;
                return Optional.of(own instanceof Integer port ? port : settings.mllpPort());
            }
            return Optional.empty();
        } catch (IOException | YAMLException e) {
            return Optional.empty();
        }
    }
}
