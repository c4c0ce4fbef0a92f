package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.identity.features.BlockingKeys;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.Comparison;
import dev.tributary.identity.matching.Decision;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.server.identity.FeatureIndex.PersonRecords;
import dev.tributary.server.record.Verdicts;
import dev.tributary.server.record.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Who would be merged and who would be split if another model decided: every record of the population is decided anew, and nothing is
 * changed. What people decided and strong identifiers linked stays.
 */
final class DryRun implements Jobs.Work {

    private static final int EXAMPLES = 50;

    private final FeatureIndex index;
    private final Matcher matcher;
    private final Verdicts verdicts;
    private final Explanation explanation;
    private final ObjectMapper mapper;
    private final ArrayNode examples;
    private long compared;
    private long merges;
    private long splits;
    private long reviews;

    DryRun(FeatureIndex index, Matcher matcher, Verdicts verdicts, Explanation explanation, ObjectMapper mapper) {
        this.index = index;
        this.matcher = matcher;
        this.verdicts = verdicts;
        this.explanation = explanation;
        this.mapper = mapper;
        this.examples = mapper.createArrayNode();
    }

    @Override
    public boolean goesOn() {
        return false;
    }

    @Override
    public void look(List<JobTable.Row> page) {
        for (var row : page) {
            var stored = index.stored(row.record());
            if (stored != null) {
                compared++;
                look(row, PersonFeatures.of(stored));
            }
        }
    }

    private void look(JobTable.Row row, PersonFeatures features) {
        var sharing = index.sharing(row.record(), BlockingKeys.of(features))
                .sharedKeys()
                .keySet();
        var records = new ArrayList<>(sharing);
        records.add(row.record());
        var persons = index.persons(records, row.record());
        var others = persons.stream()
                .filter(person -> !person.candidate().person().equals(row.person()))
                .filter(person -> !isDecided(row.record(), person, Verdict.NEVER_LINK))
                .toList();
        var decision = matcher.identify(
                features,
                others.stream().map(PersonRecords::candidate).toList(),
                dev.tributary.identity.matching.ManualDecisions.NONE);
        if (decision instanceof Decision.Link link) {
            merges++;
            example("merge", row, link.person(), link.comparison());
        }
        reviews += decision.reviews().size();
        persons.stream()
                .filter(person -> person.candidate().person().equals(row.person()))
                .findFirst()
                .ifPresent(own -> compareWithOwn(row, features, own));
    }

    /** Of the records that the model linked: would it link them again? */
    private void compareWithOwn(JobTable.Row row, PersonFeatures features, PersonRecords own) {
        var comparison = matcher.compare(features, own.candidate());
        if (!"matched".equals(row.reason())
                || comparison == null
                || isDecided(row.record(), own, Verdict.LINK)
                || matcher.links(comparison.comparison())) {
            return;
        }
        splits++;
        example("split", row, row.person(), comparison.comparison());
    }

    private boolean isDecided(String record, PersonRecords person, Verdict verdict) {
        var all = new ArrayList<>(person.records());
        all.add(record);
        return verdicts.among(all).stream()
                .anyMatch(standing -> standing.verdict() == verdict
                        && (standing.pair().a().equals(record)
                                || standing.pair().b().equals(record)));
    }

    private void example(String kind, JobTable.Row row, String person, Comparison comparison) {
        if (examples.size() < EXAMPLES) {
            examples.addObject()
                    .put("kind", kind)
                    .put("record", row.record())
                    .put("person", row.person())
                    .put("other", person)
                    .set("explanation", explanation.of(comparison));
        }
    }

    @Override
    public JsonNode result() {
        ObjectNode result = mapper.createObjectNode();
        result.put("model", matcher.model().version());
        result.put("compared", compared);
        result.put("wouldMerge", merges);
        result.put("wouldSplit", splits);
        result.put("reviews", reviews);
        result.set("examples", examples.deepCopy());
        return result;
    }
}
