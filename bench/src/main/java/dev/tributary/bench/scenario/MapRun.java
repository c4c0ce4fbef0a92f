package dev.tributary.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.bench.measure.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the JMH benchmarks of {@code bench/mapping} in a process of their own: what one core maps in a second. */
public final class MapRun {

    private static final List<Input> INPUTS = List.of(
            new Input("admission", "ADT A01, 1.5 KB", 3_000),
            new Input("results", "ORU R01, 30 OBX", 1_000),
            new Input("summary", "C-CDA, 200 KB", 40));

    private final Path repository;
    private final int warmUp;
    private final int seconds;

    /**
     * @param warmUp seconds for each input that do not count
     * @param seconds for each input
     */
    public MapRun(Path repository, int warmUp, int seconds) {
        this.repository = repository;
        this.warmUp = warmUp;
        this.seconds = seconds;
    }

    private record Input(String name, String what, int target) {}

    /** Adds a row for each kind of message. */
    public void run(Result result) throws IOException, InterruptedException {
        var module = repository.resolve("bench/mapping");
        if (!Files.isDirectory(module.resolve("target/lib")) || !Files.isDirectory(module.resolve("target/classes"))) {
            throw new IllegalStateException(
                    "The mapping bench is not built. Run: ./mvnw -pl bench/mapping -am package -DskipTests");
        }
        var file = Files.createTempFile("jmh", ".json");
        try {
            var exit = process(module, file).waitFor();
            if (exit != 0) {
                throw new IllegalStateException("The mapping bench ended with code " + exit + "; see above.");
            }
            add(new ObjectMapper().readTree(file.toFile()), result);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Process process(Path module, Path file) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dbench.repository=" + repository,
                "-cp",
                module.resolve("target/classes") + ":" + module.resolve("target/lib") + "/*",
                "dev.tributary.bench.mapping.MapBench",
                file.toString(),
                Integer.toString(warmUp),
                Integer.toString(seconds));
        return new ProcessBuilder(command).inheritIO().start();
    }

    static void add(JsonNode measured, Result result) {
        for (var input : INPUTS) {
            for (var each : measured) {
                if (each.path("benchmark").asText().endsWith("." + input.name())) {
                    var score = each.path("primaryMetric").path("score").asDouble();
                    result.row(input.what())
                            .with("per second", Math.round(score))
                            .with(
                                    "±",
                                    Math.round(each.path("primaryMetric")
                                            .path("scoreError")
                                            .asDouble()))
                            .with("target", input.target())
                            .with("KB allocated each", allocated(each));
                }
            }
        }
    }

    /** JMH has put a mark before the names of its profilers' figures, and taken it away again. */
    private static long allocated(JsonNode each) {
        for (var field : each.path("secondaryMetrics").properties()) {
            if (field.getKey().endsWith("gc.alloc.rate.norm")) {
                return Math.round(field.getValue().path("score").asDouble() / 1024);
            }
        }
        return 0;
    }
}
