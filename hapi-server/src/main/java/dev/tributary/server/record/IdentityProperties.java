package dev.tributary.server.record;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the hub tells who somebody is.
 *
 * @param nationalSystems a person has one number of each; different numbers are different persons
 * @param trustedSystems more systems whose numbers name one person across sources; those that source files name are trusted anyway
 * @param matching whether records without a common strong identifier are compared
 * @param model a trained model; null for the shipped one
 * @param link from which probability on a record is linked; null for the model's
 * @param review from which probability on a person must judge; null for the model's
 * @param survivorship rules for the fields of unified Patients; null to go by trust and recency alone
 * @param blockSize how many records of one blocking key are compared before it is split
 * @param candidates the most records that are looked at for one arrival
 * @param moveAtOnce the most resources that follow a merge or split in its transaction; more follow in a job
 */
@ConfigurationProperties("hub.identity")
public record IdentityProperties(
        @DefaultValue("http://hl7.org/fhir/sid/us-ssn") Set<String> nationalSystems,
        @DefaultValue Set<String> trustedSystems,
        @DefaultValue("true") boolean matching,
        @Nullable Path model,
        @Nullable Double link,
        @Nullable Double review,
        @Nullable Path survivorship,
        @DefaultValue("100") int blockSize,
        @DefaultValue("200") int candidates,
        @DefaultValue("1000") int moveAtOnce) {

    public IdentityProperties {
        requireProbability("hub.identity.link", link);
        requireProbability("hub.identity.review", review);
        requireSome("hub.identity.block-size", blockSize);
        requireSome("hub.identity.candidates", candidates);
        requireSome("hub.identity.move-at-once", moveAtOnce);
    }

    private static void requireProbability(String key, @Nullable Double value) {
        if (value != null && !(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    key + ": " + value + " is no probability. Write one above 0 and up to 1, like 0.97.");
        }
    }

    private static void requireSome(String key, int value) {
        if (value < 1 || value > 10_000) {
            throw new IllegalArgumentException(key + ": " + value + " is not possible. Write 1 to 10000.");
        }
    }
}
