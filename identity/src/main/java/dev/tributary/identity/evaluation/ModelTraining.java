package dev.tributary.identity.evaluation;

import dev.tributary.identity.features.BlockingKeys;
import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.PairLevels;
import dev.tributary.identity.training.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/** Trains a model on the records of a file, as a hub does on its own. */
public final class ModelTraining {

    private static final int RANDOM_PAIRS = 200_000;

    /** More candidates of one record teach nothing new. */
    private static final int MOST_CANDIDATES = 100;

    private final Trainer trainer;
    private final List<byte[]> features = new ArrayList<>();
    private final BlockIndex blocks = new BlockIndex();

    private ModelTraining(MatchModel start) {
        this.trainer = new Trainer(start);
    }

    /**
     * Learns from records of which nobody knows who is who.
     *
     * @param progress is told the number of records read, now and then
     */
    public static MatchModel of(MatchModel start, List<PersonRow> rows, String version, IntConsumer progress) {
        var training = new ModelTraining(start);
        var patients = new RowToPatient(rows);
        for (var i = 0; i < rows.size(); i++) {
            training.arrive(i, PersonFeatures.of(patients.patient(rows.get(i)), IdentifierStrengths.defaults()));
            if (i % 10_000 == 9_999) {
                progress.accept(i + 1);
            }
        }
        training.randomPairs();
        return training.trainer.train(version, round -> {});
    }

    private void arrive(int record, PersonFeatures arriving) {
        trainer.person(arriving);
        var keys = BlockingKeys.of(arriving);
        var found = blocks.find(keys);
        for (var i = 0; i < Math.min(found.length, MOST_CANDIDATES); i++) {
            trainer.blockedPair(PairLevels.of(arriving, features(found[i])));
        }
        features.add(arriving.toBytes());
        blocks.add(keys, record);
    }

    private PersonFeatures features(int record) {
        return PersonFeatures.of(features.get(record));
    }

    private void randomPairs() {
        // One seed: the same records give the same model.
        var random = new Random(1);
        for (var i = 0; i < RANDOM_PAIRS && features.size() > 1; i++) {
            var one = random.nextInt(features.size());
            var other = random.nextInt(features.size());
            if (one != other) {
                trainer.randomPair(PairLevels.of(features(one), features(other)));
            }
        }
    }
}
