package dev.tributary.subscriptions.topics;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.events.RecordChange;
import dev.tributary.subscriptions.quieting.Severity;
import dev.tributary.subscriptions.topics.TopicDefinition.FilterBy;
import dev.tributary.subscriptions.topics.TopicDefinition.Interaction;
import dev.tributary.subscriptions.topics.TopicDefinition.QueryCriteria;
import dev.tributary.subscriptions.topics.TopicDefinition.Trigger;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledTopicTest {

    private static final String URL = "https://exchange.example/SubscriptionTopic/finished";

    /** previous status:not=finished, current status=finished; ! in front of a result means test-fails, - that nothing is said. */
    @ParameterizedTest
    @CsvSource({
        "true, -, -, '', finished, true",
        "true, +, -, '', finished, true",
        "true, !, -, '', finished, false",
        "true, -, -, in-progress, finished, true",
        "true, -, -, finished, finished, false",
        "true, -, -, in-progress, in-progress, false",
        "true, -, -, in-progress, '', false",
        "true, -, +, in-progress, '', true",
        "true, -, +, finished, '', false",
        "false, -, -, in-progress, in-progress, true",
        "false, -, -, finished, finished, true",
        "false, -, -, finished, in-progress, false",
        "false, !, -, '', in-progress, false",
        "false, -, -, '', in-progress, true",
        "false, -, !, finished, '', false",
        "false, -, -, in-progress, '', true",
    })
    void queryCriteria_areRightOnCreateUpdateAndDelete(
            boolean both, String onCreate, String onDelete, String before, String after, boolean expected) {
        QueryCriteria query = new QueryCriteria(
                "status:not=finished", result(onCreate), "Encounter?status=finished", result(onDelete), both);
        CompiledTopic topic = compile(new Trigger(null, "Encounter", Set.of(), query, null));
        assertThat(topic.isTriggeredBy(new RecordChange(encounter(before), encounter(after))))
                .isEqualTo(expected);
    }

    /** Elsewhere a missing criterion counts as met, so that every update makes an event. */
    @Test
    void oneCriterionAlone_decides() {
        CompiledTopic topic = compile(new Trigger(
                null, "Encounter", Set.of(), new QueryCriteria(null, null, "status=finished", null, false), null));
        assertThat(topic.isTriggeredBy(new RecordChange(encounter("planned"), encounter("in-progress"))))
                .isFalse();
        assertThat(topic.isTriggeredBy(new RecordChange(encounter("planned"), encounter("finished"))))
                .isTrue();
        assertThat(topic.isTriggeredBy(new RecordChange(encounter("finished"), null)))
                .isFalse();
    }

    @Test
    void onlyTheInteractionsThatItNames_count() {
        CompiledTopic topic = compile(new Trigger(null, "Encounter", Set.of(Interaction.DELETE), null, null));
        assertThat(topic.isTriggeredBy(new RecordChange(null, encounter("planned"))))
                .isFalse();
        assertThat(topic.isTriggeredBy(new RecordChange(encounter("planned"), null)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', finished, true",
        "in-progress, finished, true",
        "finished, finished, false",
        "in-progress, '', false",
    })
    void fhirPath_seesBothStates_onCreateToo(String before, String after, boolean expected) {
        CompiledTopic topic = compile(new Trigger(
                null,
                "Encounter",
                Set.of(),
                null,
                "(%previous.id.empty() or (%previous.status != 'finished')) and (%current.status = 'finished')"));
        assertThat(topic.isTriggeredBy(new RecordChange(encounter(before), encounter(after))))
                .isEqualTo(expected);
    }

    /** Of an encounter of type a. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "%current.type.where((coding[0].code) = 'a').exists(); true",
                "%current.type.where((coding[0].code) = 'b').exists(); false",
                "%current.type.where('b' = coding[0].code).exists(); false",
                "type.coding[0].code = 'a'; true",
                "type.coding[0].code = 'b' or status = 'planned'; false",
                "%current.type[0].coding.code = 'b'; false",
                "Encounter.type.coding.code = 'a'; true",
                "Resource.id = 'e'; true",
                "DomainResource.id = 'e'; true",
                "%current is Encounter; true",
                "%current.is(FHIR.Encounter); true",
                "%current.type.coding.code.is(code); true",
            })
    void fhirPath_isTrueOfWhatItSays(String path, boolean expected) {
        Encounter encounter = Objects.requireNonNull(encounter("finished"));
        encounter.addType().addCoding().setCode("a");
        Trigger trigger = new Trigger(null, "Encounter", Set.of(), null, path);
        assertThat(CompiledTopic.problems(definition(trigger, List.of()))).isEmpty();
        assertThat(compile(trigger).isTriggeredBy(new RecordChange(null, encounter)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%current.descendants().count() > 5",
                "%current.repeat(partOf).exists()",
                "%current.subject.resolve().exists()",
                "%current.text.matches('(a+)+b')",
                "%current.status.trace('x').exists()",
                "%other.status = 'finished'",
                "%current.status = ",
                "%current.type.where(coding[0].code = 'x').exists()",
                "type[0].coding.code = 'x' or status = 'planned'",
                "%current[0].status = 'planned'",
                "%current.type.where(coding.where(extension.where(value.where(true).exists()).exists()).exists()).exists()",
            })
    void aPathThatCannotBeEvaluatedWithinBounds_isRefused(String path) {
        TopicDefinition definition = definition(new Trigger(null, "Encounter", Set.of(), null, path), List.of());
        assertThat(CompiledTopic.compile(definition).problems()).hasSize(1);
    }

    /** It is evaluated without complaint, and nobody would ever hear of the topic. */
    @Test
    void aPathOverAnElementThatDoesNotExist_isRefused_andStoredTopicsGoOn() {
        Trigger trigger = new Trigger(
                null, "Encounter", Set.of(), null, "%current.status = 'finished' or %current.sttus = 'cancelled'");
        assertThat(CompiledTopic.problems(definition(trigger, List.of())))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("SubscriptionTopic.resourceTrigger.fhirPathCriteria");
                    assertThat(problem.text()).contains("Encounter has no element sttus", "statusHistory");
                });
        assertThat(compile(trigger).isTriggeredBy(new RecordChange(null, encounter("finished"))))
                .isTrue();
    }

    /** What is not understood must not pass as if it had not been said: without its condition this trigger is true of every change. */
    @ParameterizedTest
    @CsvSource({
        "resourceTrigger, queryCritera",
        "resourceTrigger, fhirPathCritera",
        "resourceTrigger, http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.resourceTrigger.fhirPath",
        "canFilterBy, modifer",
        "notificationShape, includes",
    })
    void aPartThatNoTopicHas_isRefused(String element, String part) {
        Basic basic = new Basic();
        Trigger trigger = new Trigger(
                null, "Encounter", Set.of(), new QueryCriteria(null, null, "status=finished", null, false), null);
        FilterBy filter = new FilterBy(null, "Encounter", "class", List.of("in"));
        TopicWriter.write(
                new TopicDefinition(
                        URL,
                        null,
                        "Finished",
                        null,
                        "active",
                        List.of(trigger),
                        List.of(filter),
                        List.of(new TopicDefinition.Shape("Encounter", List.of("Encounter:patient"), List.of()))),
                basic);
        Extension parent = basic.getExtensionByUrl(TopicForm.R5 + element);
        parent.addExtension("http://example.org/note", new CodeType("x"));
        assertThat(TopicReader.read(basic).problems()).isEmpty();
        parent.addExtension(part, new CodeType("x"));
        assertThat(TopicReader.read(basic).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .contains(element + " has no " + part.substring(part.lastIndexOf('.') + 1)));
    }

    @Test
    void aShapeOfNoResource_isRefused() {
        Basic basic = new Basic();
        TopicWriter.write(definition(new Trigger(null, "Encounter", Set.of(), null, null), List.of()), basic);
        Extension shape = basic.addExtension().setUrl(TopicForm.R5 + "notificationShape");
        shape.addExtension("resource", new CodeType("Encountr"));
        assertThat(TopicReader.read(basic).problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.path()).isEqualTo("SubscriptionTopic.notificationShape.resource"));
    }

    @Test
    void aFilterThatNothingKnows_isRefused() {
        Trigger trigger = new Trigger(null, "Encounter", Set.of(), null, null);
        assertThat(CompiledTopic.compile(definition(
                                trigger,
                                List.of(
                                        new FilterBy(null, "Encounter", "nosuch", List.of()),
                                        new FilterBy(null, "Observation", "code", List.of()),
                                        new FilterBy(null, "Patient", "birthdate", List.of()))))
                        .problems())
                .hasSize(2);
    }

    /** What a topic promises of its filters can be kept. */
    @ParameterizedTest
    @CsvSource({
        "length, gt, '', true",
        "length, ap, '', false",
        "length, '', above, false",
        "class, '', in, true",
        "class, '', below, false",
        "class, gt, '', false",
        "participant, '', Practitioner, true",
        "participant, '', identifier, false",
        "date, ge, missing, true",
    })
    void aFilterThatCannotBeUsedAsPromised_isRefused(
            String parameter, String comparator, String modifier, boolean kept) {
        FilterBy filter = new FilterBy(null, "Encounter", parameter, codes(modifier), codes(comparator));
        Trigger trigger = new Trigger(null, "Encounter", Set.of(), null, null);
        assertThat(CompiledTopic.compile(definition(trigger, List.of(filter)))
                        .problems()
                        .isEmpty())
                .isEqualTo(kept);
    }

    private static List<String> codes(String code) {
        return code.isEmpty() ? List.of() : List.of(code);
    }

    /** R5 tells modifiers and comparators apart; R4B has one list, in which = stands for no prefix. */
    @Test
    void comparators_areReadInBothForms() {
        FilterBy filter = new FilterBy(null, "Encounter", "length", List.of("missing"), List.of("eq", "gt"));
        Basic basic = new Basic();
        TopicWriter.write(definition(new Trigger(null, "Encounter", Set.of(), null, null), List.of(filter)), basic);
        assertThat(read(basic)).isEqualTo(filter);
        basic.getExtension().removeIf(each -> each.getUrl().equals(TopicForm.R5 + "canFilterBy"));
        assertThat(read(basic)).isEqualTo(filter);
        basic.getExtensionByUrl(TopicForm.R4B + "canFilterBy").addExtension("modifier", new CodeType("="));
        assertThat(read(basic)).isEqualTo(filter);
    }

    private static FilterBy read(Basic basic) {
        return Objects.requireNonNull(TopicReader.read(basic).definition())
                .canFilterBy()
                .get(0);
    }

    /** Content of a source must not cost more than its length, whatever is watched. */
    @Test
    void factsOfQuantitiesAndPeriods_areWhatFiltersCompare() {
        Encounter encounter = Objects.requireNonNull(encounter("finished"));
        encounter.getLength().setValue(new BigDecimal("1E+999999999")).setUnit("days");
        encounter.getPeriod().setStartElement(new DateTimeType("2024-03-01"));
        CompiledTopic topic = Objects.requireNonNull(CompiledTopic.compile(definition(
                        new Trigger(
                                null,
                                "Encounter",
                                Set.of(),
                                new QueryCriteria(null, null, "length=5", null, false),
                                null),
                        List.of(
                                new FilterBy(null, "Encounter", "length", List.of()),
                                new FilterBy(null, "Encounter", "date", List.of()))))
                .topic());
        assertThat(topic.factsOf(encounter))
                .containsEntry("length", List.of("1E+999999999|||days"))
                .containsEntry("date", List.of("2024-03-01/"));
        assertThat(topic.isTriggeredBy(new RecordChange(null, encounter))).isFalse();
    }

    @Test
    void facts_areThoseOfItsFilters() {
        Encounter encounter = Objects.requireNonNull(encounter("finished"));
        encounter.getClass_().setSystem("urn:class").setCode("IMP");
        encounter.getSubject().setReference("Patient/p");
        CompiledTopic topic = Objects.requireNonNull(CompiledTopic.compile(definition(
                        new Trigger(null, "Encounter", Set.of(), null, null),
                        List.of(
                                new FilterBy(null, "Encounter", "class", List.of()),
                                new FilterBy(null, "", "subject", List.of()),
                                new FilterBy(null, "Encounter", "status", List.of()))))
                .topic());
        assertThat(topic.factsOf(encounter))
                .containsEntry("class", List.of("urn:class|IMP"))
                .containsEntry("subject", List.of("Patient/p"))
                .containsEntry("status", List.of("finished"));
        assertThat(topic.topic().filters())
                .containsExactlyInAnyOrder("Encounter?class", "Encounter?subject", "Encounter?status");
    }

    /** The Backport's own example mixes the names of R4B and R5; another server writes R5's alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Basic-r4-encounter-complete.json", "fhir-candle/basic-subscriptiontopic-encounter-complete.json"
            })
    void examplesOfOthers_areRead(String name) throws IOException {
        Path file = Path.of("../../shared/samples/backport").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "samples are not here");
        Basic basic = FhirContext.forR4Cached().newJsonParser().parseResource(Basic.class, Files.readString(file));
        assertThat(TopicReader.isTopic(basic)).isTrue();
        TopicReader.Reading reading = TopicReader.read(basic);
        assertThat(reading.problems()).isEmpty();
        TopicDefinition definition = Objects.requireNonNull(reading.definition());
        assertThat(definition.triggers()).isNotEmpty();
        CompiledTopic.Compilation compilation = CompiledTopic.compile(definition);
        assertThat(compilation.problems()).isEmpty();
        assertThat(Directive.problems(definition)).isEmpty();
        assertThat(Objects.requireNonNull(compilation.topic())
                        .isTriggeredBy(new RecordChange(encounter("in-progress"), encounter("finished"))))
                .isTrue();
    }

    /** Both forms are written, and what is written is read as one topic. */
    @Test
    void shippedTopics_areReadAsTheyAreWritten() {
        for (TopicDefinition shipped : new ShippedTopics().definitions()) {
            TopicDefinition named = new TopicDefinition(
                    URL,
                    "1",
                    shipped.title(),
                    shipped.description(),
                    shipped.status(),
                    shipped.triggers(),
                    shipped.canFilterBy(),
                    shipped.shapes());
            Basic basic = new Basic();
            TopicWriter.write(named, basic);
            assertThat(TopicReader.read(basic).definition()).isEqualTo(named);
            assertThat(basic.getExtension())
                    .extracting(each -> each.getUrl())
                    .contains(TopicForm.R4B + "resourceTrigger", TopicForm.R5 + "resourceTrigger");
        }
    }

    /** As a server of R4B or R5 takes it. */
    @Test
    void aSubscriptionTopicInJson_isReadAsWell() {
        String json = """
                {"resourceType": "SubscriptionTopic", "id": "t1", "url": "%s", "status": "draft", "title": "Finished",
                 "resourceTrigger": [{"resource": "http://hl7.org/fhir/StructureDefinition/Encounter",
                   "supportedInteraction": ["create", "update"],
                   "queryCriteria": {"previous": "status:not=finished", "resultForCreate": "test-passes",
                     "current": "status=finished", "requireBoth": true}}],
                 "canFilterBy": [{"resource": "Encounter", "filterParameter": "class", "modifier": ["in"]}],
                 "notificationShape": [{"resource": "Encounter", "include": ["Encounter:patient"]}]}""".formatted(URL);
        Basic basic = TopicJson.toBasic(json).orElseThrow();
        assertThat(basic.getIdElement().getIdPart()).isEqualTo("t1");
        assertThat(TopicReader.read(basic).definition())
                .isEqualTo(new TopicDefinition(
                        URL,
                        null,
                        "Finished",
                        null,
                        "draft",
                        List.of(new Trigger(
                                null,
                                "Encounter",
                                Set.of(Interaction.CREATE, Interaction.UPDATE),
                                new QueryCriteria("status:not=finished", true, "status=finished", null, true),
                                null)),
                        List.of(new FilterBy(null, "Encounter", "class", List.of("in"))),
                        List.of(new TopicDefinition.Shape("Encounter", List.of("Encounter:patient"), List.of()))));
        assertThat(TopicJson.toBasic("{\"resourceType\": \"Patient\"}")).isEmpty();
        assertThat(TopicJson.toBasic("{")).isEmpty();
    }

    @Test
    void aTopicWithoutUrlOrTrigger_isRefusedWithEveryReason() {
        assertThat(TopicReader.read(new Basic()).problems()).isNotEmpty();
        Basic own = new Basic();
        TopicWriter.write(new ShippedTopics().definitions().get(0), own);
        assertThat(TopicReader.read(own).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("SubscriptionTopic.url"));
    }

    @Test
    void aTopicSaysHowSevereItsEventsAre() {
        Basic basic = new Basic();
        TopicWriter.write(definition(new Trigger(null, "Encounter", Set.of(), null, null), List.of()), basic);
        Extension severity = basic.addExtension().setUrl(TopicForm.SEVERITY).setValue(new CodeType("urgent"));
        TopicDefinition definition =
                Objects.requireNonNull(TopicReader.read(basic).definition());
        CompiledTopic topic =
                Objects.requireNonNull(CompiledTopic.compile(definition).topic());
        assertThat(topic.factsOf(Objects.requireNonNull(encounter("finished"))))
                .containsEntry(Severity.FACT, List.of("urgent"));

        severity.setValue(new CodeType("high"));
        assertThat(TopicReader.read(basic).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("routine, important or urgent"));
    }

    private static @Nullable Boolean result(String sign) {
        return sign.equals("-") ? null : sign.equals("+");
    }

    private static CompiledTopic compile(Trigger trigger) {
        CompiledTopic.Compilation compilation = CompiledTopic.compile(definition(trigger, List.of()));
        assertThat(compilation.problems()).isEmpty();
        return Objects.requireNonNull(compilation.topic());
    }

    private static TopicDefinition definition(Trigger trigger, List<FilterBy> filters) {
        return new TopicDefinition(URL, null, "Finished", null, "active", List.of(trigger), filters, List.of());
    }

    private static @Nullable Encounter encounter(String status) {
        if (status.isEmpty()) {
            return null;
        }
        Encounter encounter = new Encounter();
        encounter.setId("Encounter/e");
        encounter.setStatus(EncounterStatus.fromCode(status));
        return encounter;
    }
}
