package dev.tributary.server.harmonise;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Translating a code again in what is stored.
 *
 * @param state {@code waiting}, {@code running}, {@code done} or {@code failed}
 * @param source whose records; null for all
 * @param position HAPI's number of the last resource that was looked at
 * @param last where it ends; null until it begins
 * @param examined how many resources held the code
 * @param changed how many were written
 * @param writtenSince nothing that was written before can hold the code, so its text is not looked at; null if everything is
 */
@JsonInclude(Include.NON_NULL)
record HarmoniseJob(
        UUID id,
        String state,
        @Nullable String source,
        String system,
        String code,
        @JsonIgnore long position,
        @JsonIgnore @Nullable Long last,
        long examined,
        long changed,
        @Nullable String reason,
        Instant createdAt,
        @Nullable Instant completedAt,
        @Nullable Instant writtenSince) {

    /** 0 to 1. */
    @JsonProperty("progress")
    double progress() {
        if (state.equals("done")) {
            return 1;
        }
        return last == null || last == 0 ? 0 : Math.min(1, Math.round(100.0 * position / last) / 100.0);
    }
}
