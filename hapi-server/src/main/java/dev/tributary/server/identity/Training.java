package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.features.BlockingKeys;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.PairLevels;
import dev.tributary.identity.training.Trainer;
import dev.tributary.server.identity.FeatureIndex.PersonRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Learns a model from the hub's own pairs. It is kept beside the others; what decides changes only when somebody activates it. */
final class Training implements Jobs.Work {

    private static final int RANDOM_PAIRS = 200_000;
    private static final int SAMPLE = 5_000;

    private final FeatureIndex index;
    private final ModelTable models;
    private final JobTable.Claimed job;
    private final ObjectMapper mapper;
    private final Trainer trainer;
    private final String version;
    /** One seed: the same records give the same model. */
    private final Random random = new Random(1);

    private final List<byte[]> sample = new ArrayList<>();
    private long people;
    private long pairs;
    private boolean trained;

    Training(
            FeatureIndex index,
            ModelTable models,
            JobTable.Claimed job,
            MatchModel start,
            String version,
            ObjectMapper mapper) {
        this.index = index;
        this.models = models;
        this.job = job;
        this.trainer = new Trainer(start);
        this.version = version;
        this.mapper = mapper;
    }

    /** What was counted is in memory: an attempt that was cut off taught nothing. */
    @Override
    public boolean goesOn() {
        return false;
    }

    @Override
    public void look(List<JobTable.Row> page) {
        for (var row : page) {
            var stored = index.stored(row.record());
            if (stored != null) {
                look(row.record(), stored);
            }
        }
    }

    private void look(String record, byte[] stored) {
        people++;
        keepSample(stored);
        var features = PersonFeatures.of(stored);
        trainer.person(features);
        var sharing = index.sharing(record, BlockingKeys.of(features)).sharedKeys();
        // Each pair is seen from both its sides, and counts from one.
        var others = sharing.keySet().stream()
                .filter(other -> other.compareTo(record) < 0)
                .toList();
        for (var person : index.persons(others, record)) {
            look(features, person, others);
        }
    }

    private void look(PersonFeatures features, PersonRecords person, List<String> sharing) {
        for (var i = 0; i < person.records().size(); i++) {
            if (sharing.contains(person.records().get(i))) {
                trainer.blockedPair(
                        PairLevels.of(features, person.candidate().records().get(i)));
                pairs++;
            }
        }
    }

    /** Each record as likely as any other. */
    private void keepSample(byte[] stored) {
        if (sample.size() < SAMPLE) {
            sample.add(stored);
        } else {
            var at = random.nextLong(people);
            if (at < SAMPLE) {
                sample.set((int) at, stored);
            }
        }
    }

    @Override
    public void finish() {
        var strangers = sample.stream().map(PersonFeatures::of).toList();
        for (var i = 0; i < RANDOM_PAIRS && strangers.size() > 1; i++) {
            var one = random.nextInt(strangers.size());
            var other = random.nextInt(strangers.size());
            if (one != other) {
                trainer.randomPair(PairLevels.of(strangers.get(one), strangers.get(other)));
            }
        }
        models.put(trainer.train(version, round -> {}), job.id());
        trained = true;
    }

    @Override
    public JsonNode result() {
        var result = mapper.createObjectNode().put("people", people).put("pairs", pairs);
        if (trained) {
            result.put("model", version);
        }
        return result;
    }
}
