package dev.tributary.server.workbench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.lineage.Elements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the outcomes of two maps side by side, message by message. For one thread. */
final class Comparison {

    private static final int MOST_MESSAGES = 50;
    private static final int MOST_DIFFERENCES = 100;
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private int compared;
    private int same;
    private int refusedBefore;
    private int refusedAfter;
    private final Map<String, long[]> counts = new LinkedHashMap<>();
    private final Map<String, long[]> issues = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private boolean isShortened;

    /** A value that differs; null where there is none. */
    @JsonInclude(Include.NON_NULL)
    record Difference(
            String element,
            @Nullable String before,
            @Nullable String after) {}

    /** One message that comes out differently. */
    @JsonInclude(Include.NON_NULL)
    record Message(
            String id,
            @Nullable String controlId,
            String trigger,
            List<Difference> differences,
            List<String> newIssues,
            List<String> goneIssues) {}

    /** How many messages have an element only before, only after, or with another value; indexes are left out of the path. */
    record ElementCount(String element, long removed, long added, long changed) {}

    /** How many messages have an issue only before or only after. */
    record IssueCount(String issue, long gone, long added) {}

    /**
     * @param truncated whether there is more to tell than the lists hold; the counts are complete
     */
    record Report(
            int compared,
            int same,
            int different,
            int refusedBefore,
            int refusedAfter,
            List<ElementCount> elements,
            List<IssueCount> issues,
            List<Message> messages,
            boolean truncated) {}

    void add(String id, @Nullable String controlId, Mapped before, Mapped after) {
        compared++;
        refusedBefore += before.hasErrors() ? 1 : 0;
        refusedAfter += after.hasErrors() ? 1 : 0;
        var differences = differences(Elements.of(before), Elements.of(after));
        var issuesBefore = issues(before);
        var issuesAfter = issues(after);
        var gone = without(issuesBefore, issuesAfter);
        var added = without(issuesAfter, issuesBefore);
        if (differences.isEmpty() && gone.isEmpty() && added.isEmpty()) {
            same++;
            return;
        }
        count(differences);
        gone.forEach(issue -> issues.computeIfAbsent(issue, any -> new long[2])[0]++);
        added.forEach(issue -> issues.computeIfAbsent(issue, any -> new long[2])[1]++);
        isShortened |= messages.size() >= MOST_MESSAGES || differences.size() > MOST_DIFFERENCES;
        if (messages.size() < MOST_MESSAGES) {
            messages.add(new Message(
                    id,
                    controlId,
                    after.trigger(),
                    differences.stream().limit(MOST_DIFFERENCES).toList(),
                    List.copyOf(added),
                    List.copyOf(gone)));
        }
    }

    private static List<Difference> differences(Map<String, String> before, Map<String, String> after) {
        var paths = new LinkedHashSet<>(before.keySet());
        paths.addAll(after.keySet());
        return paths.stream()
                .map(path -> new Difference(path, shortened(before.get(path)), shortened(after.get(path))))
                .filter(each -> each.before() == null || !each.before().equals(each.after()))
                .toList();
    }

    private static @Nullable String shortened(@Nullable String value) {
        return value == null ? null : TrialJson.shortened(value);
    }

    private void count(List<Difference> differences) {
        var byElement = differences.stream()
                .collect(Collectors.groupingBy(
                        each -> INDEX.matcher(each.element()).replaceAll(""), LinkedHashMap::new, Collectors.toList()));
        byElement.forEach((element, each) -> {
            var count = counts.computeIfAbsent(element, any -> new long[3]);
            count[0] += each.stream().anyMatch(one -> one.after() == null) ? 1 : 0;
            count[1] += each.stream().anyMatch(one -> one.before() == null) ? 1 : 0;
            count[2] += each.stream().anyMatch(one -> one.before() != null && one.after() != null) ? 1 : 0;
        });
    }

    private static LinkedHashSet<String> issues(Mapped mapped) {
        Function<Issue, String> line = issue -> issue.path() + ": " + issue.text();
        return mapped.issues().stream().map(line).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static LinkedHashSet<String> without(LinkedHashSet<String> all, LinkedHashSet<String> others) {
        var rest = new LinkedHashSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    Report report() {
        var elements = new ArrayList<ElementCount>();
        counts.forEach((element, count) -> elements.add(new ElementCount(element, count[0], count[1], count[2])));
        elements.sort(Comparator.comparingLong((ElementCount each) -> each.removed() + each.added() + each.changed())
                .reversed());
        var issueCounts = new ArrayList<IssueCount>();
        issues.forEach((issue, count) -> issueCounts.add(new IssueCount(issue, count[0], count[1])));
        issueCounts.sort(Comparator.comparingLong((IssueCount each) -> each.gone() + each.added())
                .reversed());
        return new Report(
                compared,
                same,
                compared - same,
                refusedBefore,
                refusedAfter,
                elements.stream().limit(500).toList(),
                issueCounts.stream().limit(200).toList(),
                messages,
                isShortened);
    }
}
