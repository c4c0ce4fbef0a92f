package dev.tributary.identity.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.identity.features.BirthDate;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.features.PersonName;
import dev.tributary.identity.features.PostalAddress;
import dev.tributary.identity.matching.Field;
import dev.tributary.identity.matching.Level;
import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.PairLevels;
import dev.tributary.identity.matching.Relation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {

    private static PersonFeatures person(String given, String family, int day) {
        return new PersonFeatures(
                List.of(new PersonName(List.of(given), List.of(family), "", false)),
                new BirthDate(1980, 5, day),
                ' ',
                List.of(new PostalAddress("12", "main", "springfield", "62701", "il")),
                List.of(),
                List.of(),
                List.of(),
                "",
                0,
                BirthDate.UNKNOWN,
                "");
    }

    private static double different(MatchModel model, Relation relation) {
        return model.levels().get(Field.GIVEN_NAME).get(Level.DIFFERENT)[relation.ordinal()];
    }

    /** Plain EM would take 5,000 twins for one person each, and learn that another given name is normal. */
    @Test
    void households_doNotTeachThatAnotherGivenNameIsNormal() {
        var trainer = new Trainer(MatchModel.shipped());
        for (var i = 0; i < 5000; i++) {
            trainer.blockedPair(PairLevels.of(person("anna", "miller", 3), person("laura", "miller", 3)));
        }
        var before = different(MatchModel.shipped(), Relation.SAME_PERSON);
        var after = different(trainer.train("t", round -> {}), Relation.SAME_PERSON);
        assertThat(after).isLessThan(before * 2);
    }

    /** Clerks mistype twins' names, too: a hub full of typing errors must not make a twin's other name less telling. */
    @Test
    void whatTellsOnePersonFromRelatives_staysAsItWas() {
        var trainer = new Trainer(MatchModel.shipped());
        for (var i = 0; i < 5000; i++) {
            trainer.blockedPair(PairLevels.of(person("annabel", "miller", 3), person("anabel", "miller", 3)));
        }
        var trained = trainer.train("t", round -> {});
        var same = Relation.SAME_PERSON.ordinal();
        var before = MatchModel.shipped().levels().get(Field.GIVEN_NAME).get(Level.TYPO);
        var after = trained.levels().get(Field.GIVEN_NAME).get(Level.TYPO);
        assertThat(after[same]).isGreaterThan(before[same]);
        for (var relative : List.of(Relation.HOUSEHOLD, Relation.TWIN, Relation.NAMESAKE)) {
            assertThat(after[same] / after[relative.ordinal()])
                    .isCloseTo(before[same] / before[relative.ordinal()], within(1e-6));
        }
    }

    @Test
    void training_isRepeatable_andTellsItsProgress() {
        var rounds = new ArrayList<Integer>();
        var first = new Trainer(MatchModel.shipped());
        var second = new Trainer(MatchModel.shipped());
        for (var trainer : List.of(first, second)) {
            for (var i = 0; i < 50; i++) {
                trainer.person(person("zebulon", "miller", 3));
                trainer.blockedPair(PairLevels.of(person("anna", "miller", 3), person("ana", "miller", 3)));
                trainer.randomPair(PairLevels.of(person("anna", "miller", 3), person("otto", "becker", 9)));
            }
        }
        var model = first.train("v2", rounds::add);
        assertThat(second.train("v2", round -> {}).toYaml()).isEqualTo(model.toYaml());
        assertThat(model.version()).isEqualTo("v2");
        assertThat(model.frequencies().given()).containsKey("zebulon");
        assertThat(rounds).hasSize(Trainer.ROUNDS);
    }
}
