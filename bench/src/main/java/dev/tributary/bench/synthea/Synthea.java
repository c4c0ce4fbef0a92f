package dev.tributary.bench.synthea;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * <a href="https://github.com/synthetichealth/synthea">Synthea</a> in a JVM and on a class path of its own
 * ({@code bench/synthea/pom.xml}): it brings an older HAPI. Populations are kept below {@code bench/target/synthea}.
 */
public final class Synthea {

    private static final String REFERENCE_DAY = "20260101";
    private final Path repository;

    public Synthea(Path repository) {
        this.repository = repository;
    }

    /**
     * The population of this size, seed and depth; made if it is not there yet.
     *
     * @param years how many years of history are exported; a person's bundle grows with it
     */
    public Population population(int people, int seed, int years) throws IOException, InterruptedException {
        var work = repository.resolve("bench/target/synthea").toAbsolutePath();
        var made = work.resolve("p" + people + "-s" + seed + "-y" + years);
        if (!Files.isDirectory(made)) {
            resolve(work.resolve("lib"));
            var partial = Files.createDirectories(work.resolve(made.getFileName() + ".partial"));
            generate(work.resolve("lib"), partial, people, seed, years);
            Files.move(partial, made, StandardCopyOption.ATOMIC_MOVE);
        }
        return Population.in(made.resolve("fhir"));
    }

    private void resolve(Path lib) throws IOException, InterruptedException {
        if (Files.isDirectory(lib)) {
            return;
        }
        var partial = lib.resolveSibling("lib.partial");
        run(
                "Resolving Synthea",
                5,
                List.of(
                        repository.resolve("mvnw").toAbsolutePath().toString(),
                        "-q",
                        "-B",
                        "-f",
                        repository
                                .resolve("bench/synthea/pom.xml")
                                .toAbsolutePath()
                                .toString(),
                        "dependency:copy-dependencies",
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=" + partial));
        Files.move(partial, lib, StandardCopyOption.ATOMIC_MOVE);
    }

    private void generate(Path lib, Path output, int people, int seed, int years)
            throws IOException, InterruptedException {
        run(
                "Making a population of " + people,
                20,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-cp",
                        lib + "/*",
                        "App",
                        "-s",
                        Integer.toString(seed),
                        "-cs",
                        Integer.toString(seed),
                        "-p",
                        Integer.toString(people),
                        "-r",
                        REFERENCE_DAY,
                        "-e",
                        REFERENCE_DAY,
                        "--exporter.baseDirectory=" + output + "/",
                        "--exporter.years_of_history=" + years,
                        "--exporter.fhir.transaction_bundle=true",
                        "--exporter.hospital.fhir.export=true",
                        "--exporter.practitioner.fhir.export=true",
                        "--exporter.use_uuid_filenames=true",
                        "--generate.thread_pool_size=1"));
    }

    /** A child with a time limit in minutes; its output goes to a log beside the populations. */
    private void run(String what, int minutes, List<String> command) throws IOException, InterruptedException {
        var log = Files.createDirectories(repository.resolve("bench/target/synthea"))
                .resolve("synthea.log")
                .toAbsolutePath();
        System.err.println(what + " …");
        var process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(what + " took more than " + minutes + " minutes. See " + log);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(what + " failed with " + process.exitValue() + ". See " + log);
        }
    }
}
