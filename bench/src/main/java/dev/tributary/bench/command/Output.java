package dev.tributary.bench.command;

import dev.tributary.bench.measure.Result;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the result goes: a table on standard output, JSON in a file. */
final class Output {

    @Option(names = "--out", description = "JSON file; default bench/results/<scenario>-<time>.json")
    private @Nullable Path file;

    /** bin/bench tells where the repository is; otherwise it is the working directory. */
    Path repository() {
        return Path.of(System.getProperty("bench.repository", "."))
                .toAbsolutePath()
                .normalize();
    }

    void show(Result result, String firstError) throws IOException {
        if (!firstError.isEmpty()) {
            result.setting("first error", firstError);
        }
        var out = new PrintWriter(new OutputStreamWriter(System.out, Charset.defaultCharset()));
        result.print(out);
        out.println("written to " + result.write(file, repository().resolve("bench/results")));
        out.flush();
    }
}
