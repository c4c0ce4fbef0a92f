package dev.tributary.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a scenario measured: its settings, and rows of named figures in the order they were added. */
public final class Result {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String scenario;
    private final Instant started;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    public Result(String scenario, Instant started) {
        this.scenario = scenario;
        this.started = started;
    }

    public Result setting(String name, Object value) {
        settings.put(name, value instanceof Number || value instanceof Boolean ? value : value.toString());
        return this;
    }

    public Row row(String what) {
        var row = new LinkedHashMap<String, Object>();
        row.put("what", what);
        rows.add(row);
        return new Row(row);
    }

    public List<Map<String, Object>> rows() {
        return rows;
    }

    /** One table of all rows; a figure that a row does not have stays blank. */
    public void print(PrintWriter out) {
        out.println();
        out.println(scenario + "  " + settings);
        out.print(TextTable.of(rows));
        out.flush();
    }

    /** Writes to {@code file}, or to {@code directory/<scenario>-<time>.json} if there is no file; returns where. */
    public Path write(@Nullable Path file, Path directory) throws IOException {
        var name = scenario + "-"
                + DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss")
                        .withZone(ZoneOffset.UTC)
                        .format(started) + ".json";
        var target = file == null ? directory.resolve(name) : file;
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        var all = new LinkedHashMap<String, Object>();
        all.put("scenario", scenario);
        all.put("started", started.toString());
        all.put("java", Runtime.version().toString());
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("settings", settings);
        all.put("rows", rows);
        JSON.writerWithDefaultPrettyPrinter().writeValue(target.toFile(), all);
        return target;
    }

    /** One line of figures. */
    public record Row(Map<String, Object> figures) {

        public Row with(String name, long value) {
            figures.put(name, value);
            return this;
        }

        /** A figure rounded to three places after the point. */
        public Row with(String name, double value) {
            figures.put(name, Math.round(value * 1000) / 1000.0);
            return this;
        }

        public Row with(Latencies latencies) {
            var summary = latencies.summary();
            return with("p50 ms", summary.p50())
                    .with("p90 ms", summary.p90())
                    .with("p99 ms", summary.p99())
                    .with("max ms", summary.max());
        }
    }
}
