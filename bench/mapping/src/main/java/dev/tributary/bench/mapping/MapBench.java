package dev.tributary.bench.mapping;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link MapMessages} in a JVM of its own with one thread and the serial collector, and writes JMH's JSON. */
public final class MapBench {

    private MapBench() {}

    /** Arguments: the file to write, then seconds of warm-up and of measuring for each input. */
    public static void main(String[] args) throws RunnerException {
        var options = new OptionsBuilder()
                .include(MapMessages.class.getName() + "\\.")
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .threads(1)
                .forks(1)
                .warmupTime(TimeValue.seconds(1))
                .warmupIterations(Integer.parseInt(args[1]))
                .measurementTime(TimeValue.seconds(1))
                .measurementIterations(Integer.parseInt(args[2]))
                .jvmArgsAppend("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(args[0])
                .build();
        new Runner(options).run();
    }
}
