package dev.tributary.server.cli;

import dev.tributary.server.cli.HubCommand.Streams;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hub token}: prints an access token and nothing else on standard output. */
@Command(
        name = "token",
        description = "Prints an access token, signed with the key in the data directory.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

    private static final Set<String> SCOPES =
            new LinkedHashSet<>(List.of("source", "reader", "subscriber", "steward", "operator"));

    private final Map<String, String> environment;
    private final Streams streams;
    private final Function<Path, TokenIssuer> issuers;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--client",
            required = true,
            paramLabel = "NAME",
            description =
                    "Whom the token is for; for a source, its id. It need not be registered: the token itself says who it is.")
    private String client = "";

    @Option(
            names = "--scope",
            required = true,
            split = "[, ]",
            arity = "1..*",
            paramLabel = "SCOPE",
            description = "What it may do: source, reader, subscriber, steward, operator.")
    private List<String> scopes = List.of();

    @Option(
            names = "--lifetime",
            paramLabel = "DURATION",
            description = "How long it is good, in ISO 8601: PT1H (default), P7D.")
    private Duration lifetime = Duration.ofHours(1);

    TokenCommand(Map<String, String> environment, Streams streams, Function<Path, TokenIssuer> issuers) {
        this.environment = environment;
        this.streams = streams;
        this.issuers = issuers;
    }

    @Override
    public Integer call() {
        for (var scope : scopes) {
            require(
                    SCOPES.contains(scope),
                    "\"" + scope + "\" is no scope: use one or more of " + String.join(", ", SCOPES));
        }
        require(!client.isBlank(), "--client needs a name");
        require(
                !lifetime.isNegative() && !lifetime.isZero(),
                "--lifetime must be longer than nothing, for instance PT1H");
        streams.out().println(token(HubSettings.of(environment).dataDir()));
        return 0;
    }

    private String token(Path dataDir) {
        try {
            return issuers.apply(dataDir).issue(client, new LinkedHashSet<>(scopes), lifetime);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new Refusal(String.valueOf(e.getMessage())); // written for people
        }
    }

    private void require(boolean condition, String line) {
        if (!condition && spec != null) {
            throw new ParameterException(spec.commandLine(), line);
        }
    }
}
