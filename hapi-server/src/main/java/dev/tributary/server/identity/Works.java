package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.server.identity.JobTable.Claimed;
import dev.tributary.server.record.Verdicts;
import java.util.function.Function;

/** What each kind of job does. */
final class Works implements Function<Claimed, Jobs.Work> {

    private final FeatureIndex index;
    private final Verdicts verdicts;
    private final Explanation explanation;
    private final ModelTable models;
    private final CurrentModel current;
    private final Tools tools;
    private final ObjectMapper mapper;

    Works(
            FeatureIndex index,
            Verdicts verdicts,
            Explanation explanation,
            ModelTable models,
            CurrentModel current,
            Tools tools,
            ObjectMapper mapper) {
        this.index = index;
        this.verdicts = verdicts;
        this.explanation = explanation;
        this.models = models;
        this.current = current;
        this.tools = tools;
        this.mapper = mapper;
    }

    /** What some of them need besides. */
    record Tools(Indexing.Tools indexing, Transferring.Tools transferring) {}

    /** Throws {@link IllegalArgumentException} for a kind or input that this release does not know. */
    @Override
    public Jobs.Work apply(Claimed job) {
        return switch (job.kind()) {
            case "dry-run" ->
                new DryRun(index, new Matcher(MatchModel.parse(job.input())), verdicts, explanation, mapper);
            case "index" -> new Indexing(index, tools.indexing(), mapper);
            case "train" -> new Training(index, models, job, current.get().model(), version(job), mapper);
            case Transfers.KIND ->
                new Transferring(job.id(), tools.transferring().transfers().read(job.input()), tools.transferring());
            default -> throw new IllegalArgumentException("There is no job of kind " + job.kind());
        };
    }

    private static String version(Claimed job) {
        return "trained-" + job.id().toString().substring(0, 8);
    }
}
