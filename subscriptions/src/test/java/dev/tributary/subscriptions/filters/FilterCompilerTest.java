package dev.tributary.subscriptions.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterCompilerTest {

    /** SB-13: the Backport's example topic filters by membership with {@code _in}. */
    @Test
    void membersOfAGroup_areAskedForByIn() {
        var compiler =
                new FilterCompiler(ValueSets.NONE, name -> name.equals("Group/g") ? Optional.of(7L) : Optional.empty());
        var filter = Objects.requireNonNull(
                compiler.compile("Encounter", "_in", "", List.of("Group/g")).filter());
        assertThat(filter.holds(onRosters(Set.of(7L)))).isTrue();
        assertThat(filter.holds(onRosters(Set.of(8L)))).isFalse();
        assertThat(compiler.compile("Encounter", "_in", "", List.of("Group/other"))
                        .problem())
                .isNotNull();
    }

    private static Occurrence onRosters(Set<Long> rosters) {
        return new Occurrence("discharge", Set.of("Patient/p"), rosters, Instant.EPOCH, Map.of());
    }
}
