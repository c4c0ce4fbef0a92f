package dev.tributary.conformance;

import dev.tributary.conformance.checks.Catalogue;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Group;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Which checks to run. */
public record Selection(Predicate<Check> chosen) {

    public static Selection all() {
        return new Selection(check -> true);
    }

    public static Selection groups(Group... groups) {
        List<Group> wanted = Arrays.asList(groups);
        return new Selection(check -> wanted.contains(check.group()));
    }

    /** Checks by id, or by the start of an id: {@code core.} is every check whose id starts so. */
    public static Selection ids(List<String> starts) {
        return new Selection(check -> starts.stream().anyMatch(check.id()::startsWith));
    }

    /** The chosen checks in the order of the report. */
    public List<Check> checks() {
        return Catalogue.all().stream().filter(chosen).toList();
    }
}
