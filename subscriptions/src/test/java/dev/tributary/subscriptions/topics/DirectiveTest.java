package dev.tributary.subscriptions.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.subscriptions.criteria.Refused;
import dev.tributary.subscriptions.topics.Directive.Way;
import dev.tributary.subscriptions.topics.TopicDefinition.Shape;
import dev.tributary.subscriptions.topics.TopicDefinition.Trigger;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveTest {

    private static List<TopicProblem> problems(List<String> includes, List<String> revIncludes) {
        return Directive.problems(new TopicDefinition(
                "https://exchange.example/topic",
                null,
                "Visits",
                null,
                "active",
                List.of(new Trigger(null, "Encounter", Set.of(), null, null)),
                List.of(),
                List.of(new Shape("Encounter", includes, revIncludes))));
    }

    /** The includes of the guide's own example. */
    @ParameterizedTest
    @CsvSource({
        "Encounter:patient&iterate=Patient.link, PARAMETER, Encounter, patient",
        "Encounter:practitioner, PARAMETER, Encounter, practitioner",
        "Encounter:service-provider, PARAMETER, Encounter, service-provider",
        "Encounter:diagnosis, PARAMETER, Encounter, diagnosis",
        "Encounter:participant:Practitioner, PARAMETER, Encounter, participant",
        "Encounter:account, PARAMETER, Encounter, account",
        "Encounter:serviceProvider, ELEMENT, Encounter, serviceProvider",
        "Encounter:observation, BACK, Observation, encounter"
    })
    void whatTheGuideIncludes_isUnderstood(String text, Way way, String type, String name) throws Refused {
        Directive directive = Directive.include(text);
        assertThat(directive.way()).isEqualTo(way);
        assertThat(directive.type()).isEqualTo(type);
        assertThat(directive.name()).isEqualTo(name);
        assertThat(directive.onwards()).hasSize(text.contains("iterate") ? 1 : 0);
        assertThat(problems(List.of(text), List.of("Observation:encounter"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Encounter",
                "Encounter:colour",
                "Encounter:status",
                "Encounter:location:Place",
                "Visit:location",
                "Patient:organization",
                "Encounter:patient&iterate=Patient.colour",
                "Encounter:patient&_count=5"
            })
    void anIncludeThatCannotBeFollowed_isRefusedWithTheReason(String text) {
        assertThat(problems(List.of(text), List.of())).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("SubscriptionTopic.notificationShape.include");
            assertThat(problem.text()).startsWith(text + ": ");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Observation:colour", "Observation:code", "Encounter:serviceProvider"})
    void aRevIncludeThatCannotBeFollowed_isRefusedWithTheReason(String text) {
        assertThat(problems(List.of(), List.of(text)))
                .extracting(TopicProblem::path)
                .containsExactly("SubscriptionTopic.notificationShape.revInclude");
    }

    @Test
    void aRevIncludeGoesOn() throws Refused {
        Directive directive = Directive.revInclude("Observation:encounter&iterate=Observation:performer");
        assertThat(directive.way()).isEqualTo(Way.BACK);
        assertThat(directive.startsAt("Encounter")).isTrue();
        assertThat(directive.onwards()).extracting(Directive::name).containsExactly("performer");
    }

    /** The guide's example has one: as a search it is right, and finds nothing. */
    @Test
    void aRevIncludeThatNeverRefersToTheFocus_findsNothing() throws Refused {
        assertThat(problems(List.of(), List.of("Encounter:subject"))).isEmpty();
        assertThat(Directive.revInclude("Encounter:subject").startsAt("Encounter"))
                .isFalse();
    }
}
