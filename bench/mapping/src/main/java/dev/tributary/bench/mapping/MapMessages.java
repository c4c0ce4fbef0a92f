package dev.tributary.bench.mapping;

import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.ccda.CcdaMapper;
import dev.tributary.mapping.ccda.CcdaReader;
import dev.tributary.mapping.ccda.CcdaReading;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Mapper;
import dev.tributary.mapping.v2.V2Reader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the received bytes to all changes and issues: reading is part of it, storing is not. */
@State(Scope.Benchmark)
public class MapMessages {

    private final SourceProfile profile = new SourceProfile(
            "bench",
            ZoneId.of("America/New_York"),
            StandardCharsets.UTF_8,
            Map.of("RIVERSIDE", "https://riverside.example.org/mrn"),
            null,
            Set.of(),
            Set.of());
    private final byte[] admission = Inputs.admission();
    private final byte[] results = Inputs.results(30);
    private final byte[] summary = Inputs.summary();

    @Benchmark
    public Mapped admission() {
        return v2(admission);
    }

    @Benchmark
    public Mapped results() {
        return v2(results);
    }

    @Benchmark
    public Mapped summary() {
        if (CcdaReader.read(summary, profile) instanceof CcdaReading.Readable readable) {
            return CcdaMapper.map(readable, summary, profile);
        }
        throw new IllegalStateException("The document is not readable.");
    }

    private Mapped v2(byte[] raw) {
        if (V2Reader.read(raw, profile) instanceof Reading.Readable readable) {
            return V2Mapper.map(readable.message(), readable.header(), profile);
        }
        throw new IllegalStateException("The message is not readable.");
    }
}
