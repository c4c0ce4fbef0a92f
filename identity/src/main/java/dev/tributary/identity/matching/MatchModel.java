package dev.tributary.identity.matching;

import java.util.EnumMap;
import java.util.Map;

/**
 * How likely each level of each field is under each explanation of a pair (Fellegi and Sunter's m and u, with relatives as further
 * alternatives), how common each explanation is, and from which probability on something is done.
 *
 * @param version stands in every decision
 * @param priors of {@link Relation}, relative to each other, for two records that somebody thinks of comparing
 * @param levels per field and level a probability for each {@link Relation}, by its ordinal; absent ones say nothing
 */
public record MatchModel(
        String version,
        Thresholds thresholds,
        Map<Relation, Double> priors,
        Map<Field, Map<Level, double[]>> levels,
        TermFrequencies frequencies) {

    private static final MatchModel SHIPPED = ModelFile.readResource("default-model.yaml");

    /**
     * From which probability on something is done.
     *
     * @param link the arriving record is linked
     * @param review a person decides
     * @param contradiction below it, a record of the person speaks against a link that another one would allow
     */
    public record Thresholds(double link, double review, double contradiction) {}

    public MatchModel {
        priors = Map.copyOf(priors);
        var copy = new EnumMap<Field, Map<Level, double[]>>(Field.class);
        levels.forEach((field, probabilities) -> copy.put(field, new EnumMap<>(probabilities)));
        levels = copy;
    }

    /** What the hub works with until it is trained. */
    public static MatchModel shipped() {
        return SHIPPED;
    }

    /** Reads what {@link #toYaml} wrote; throws {@link IllegalArgumentException} that says what is wrong where. */
    public static MatchModel parse(String yaml) {
        return ModelFile.parse(yaml);
    }

    /** A file for people. */
    public String toYaml() {
        return ModelFile.write(this);
    }

    public MatchModel withThresholds(Thresholds changed) {
        return new MatchModel(version, changed, priors, levels, frequencies);
    }
}
