package dev.tributary.server.cli;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.server.cli.HubCommand.Streams;
import dev.tributary.server.formats.FormatsConfiguration;
import dev.tributary.server.formats.MapSteps;
import dev.tributary.server.harmonise.HarmoniseConfiguration;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.transform.StructureMapStep;
import dev.tributary.server.workbench.Rehearsal;
import dev.tributary.server.workbench.TrialJson;
import dev.tributary.server.workbench.TrialText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hub map}: what would become of messages, without server and database. */
@Command(
        name = "map",
        description = "Maps messages to FHIR and shows what came from where. Stores nothing, needs no server.",
        mixinStandardHelpOptions = true)
final class MapCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";
    private static final String ANY_SOURCE = "any";
    private static final String ANY_PROFILE = "format: hl7v2\ntime-zone: UTC\n";

    private final Map<String, String> environment;
    private final Streams streams;

    @Option(
            names = "--source",
            paramLabel = "ID",
            description =
                    "Whose message it is: the file of that name in HUB_CONFIG/sources. Without it, a neutral one.")
    private @Nullable String sourceId;

    @Option(names = "--json", description = "Write JSON: an object for one message, an array for several.")
    private boolean json;

    @Option(names = "--no-lineage", description = "Leave out what came from where.")
    private boolean withoutLineage;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Messages and batches of HL7 v2, C-CDA documents, FHIR, text files of the source; - is standard input.")
    private List<String> files = List.of();

    MapCommand(Map<String, String> environment, Streams streams) {
        this.environment = environment;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var source = source();
        var fhir = FhirContext.forR4Cached();
        var steps = new MapSteps(List.of(HarmoniseConfiguration.unitsOnly(), new StructureMapStep(sources())));
        var rehearsal = new Rehearsal(FormatsConfiguration.all(), steps, fhir);
        var writer = new TrialJson(fhir, new ObjectMapper());
        var text = new TrialText(streams.out());
        var answers = new ArrayList<ObjectNode>();
        var accepted = true;
        for (var file : files) {
            var trials = rehearsal.run(source, read(file), withoutLineage ? 0 : Rehearsal.PATIENT_LIMIT);
            accepted &= trials.areAccepted();
            for (var number = 1; number <= trials.trials().size(); number++) {
                var trial = trials.trials().get(number - 1);
                var isOnly = trials.trials().size() == 1;
                if (json) {
                    var answer = writer.of(trial).put("file", file);
                    answers.add(isOnly ? answer : answer.put("message", number));
                } else {
                    text.print(isOnly ? file : file + ", message " + number, trial);
                }
            }
            if (trials.more()) {
                streams.err()
                        .println(file + " holds more messages; the first "
                                + trials.trials().size() + " were tried.");
            }
        }
        if (json) {
            print(answers);
        }
        return accepted ? 0 : 1;
    }

    private void print(List<ObjectNode> answers) throws IOException {
        var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        streams.out().println(mapper.writeValueAsString(answers.size() == 1 ? answers.get(0) : answers));
    }

    private Source source() {
        if (sourceId == null) {
            return SourceCatalogue.parse(ANY_SOURCE, ANY_PROFILE, environment::get)
                    .byId(ANY_SOURCE)
                    .orElseThrow();
        }
        var directory = sources();
        var catalogue = SourceCatalogue.read(directory, environment::get);
        return catalogue.byId(sourceId).orElseThrow(() -> new Refusal(unknown(directory, catalogue)));
    }

    private Path sources() {
        return HubSettings.of(environment).configDir().resolve("sources");
    }

    private String unknown(Path directory, SourceCatalogue catalogue) {
        var problems = catalogue.problems().stream()
                .map(Object::toString)
                .filter(problem -> problem.contains(sourceId + ".y"))
                .toList();
        return problems.isEmpty()
                ? "there is no source \"%s\" in %s; there are: %s"
                        .formatted(
                                sourceId,
                                directory,
                                String.join(
                                        ", ",
                                        catalogue.sources().stream()
                                                .map(Source::id)
                                                .toList()))
                : String.join(" ", problems);
    }

    private static byte[] read(String file) {
        try {
            return file.equals(STANDARD_INPUT) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new Refusal("\"" + file + "\" cannot be read: name a readable file, or - for standard input");
        }
    }
}
