package dev.tributary.subscriptions.criteria;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathElementsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(%previous.id.empty() or (%previous.status != 'finished')) and (%current.status = 'finished')",
                "%current.class.code = 'IMP' and %previous.class.code != %current.class.code",
                "status = 'finished'",
                "Encounter.status = 'finished'",
                "Encounter.period.end.exists() and Encounter.hospitalization.dischargeDisposition.exists()",
                "%resource.status = 'finished'",
                "%current.statusHistory.where(status = 'planned').period.start <= now()",
                "%current.location.where(status = 'active').location.reference.endsWith('/icu')",
                "%current.location.all(location.exists())",
                "%current.participant.individual.where(reference = %current.subject.reference).empty()",
                "%current.participant.select(type | individual).exists()",
                "%current.type.coding.exists(system = %loinc and code = '1')",
                "%current.type[0].coding.first().code = 'x'",
                "%current.length.value > 3",
                "%current.length > 3 'd'",
                "%current.extension('http://example.org/vip').exists()",
                "%current.extension('http://example.org/vip').value.ofType(Coding).code = 'x'",
                "(%current.extension('http://example.org/vip').value as Coding).code = 'x'",
                "%current.extension.where(url = 'http://example.org/vip').value = true",
                "%current.extension('u').extension('v').value.as(string).startsWith('a')",
                "%current.status.extension('http://example.org/why').exists()",
                "%current.contained.where($this is Patient).birthDate.exists()",
                "%current.contained.ofType(Patient).birthDate > @2000-01-01",
                "%current.contained.name.family = 'Brook'",
                "iif(%previous.exists(), %previous.period, %current.period).start.exists()",
                "(%current.period | %previous.period).end.exists()",
                "%current.period.union(%previous.period).start.exists()",
                "%current.identifier.where($this.system = 'urn:x').value.length() > 3",
                "%current.identifier.value.select($this.upper()).exists()",
                "%current.subject.type().name = 'Reference'",
                "%current is Encounter",
                "%current is FHIR.Encounter and %current.subject is Reference",
                "%current.period.start + 3 days < today()",
                "%current.meta.tag.code = '%x' or %current.text.status = 'generated'",
                "%current.id = 'a' and %current.participant.id.exists() and %current.language.exists()",
                "%current.period.start.toString().substring(0, 4) = '2024'",
                "%current.diagnosis.rank.where($this > 1).count() - 1 > 0",
                "%current.reasonCode.coding.code in ('a' | 'b')",
                "%current.reasonCode.text.contains('chest') xor %current.priority.exists().not()",
            })
    void whatExists_isTaken(String path) {
        assertThatCode(() -> take("Encounter", path)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%current.value.ofType(Quantity).value > 7",
                "(%current.value as Quantity).value > 7",
                "%current.value.as(Quantity).code = 'mmol/L'",
                "%current.value.code = 'mmol/L'",
                "%current.value.coding.code = 'x'",
                "(%current.value is Quantity) and %current.value.value > 7",
                "%current.value > 7 'mmol/L'",
                "%current.effective.start < now() or %current.effective.ofType(dateTime) < now()",
                "%current.component.value.ofType(Quantity).value > 7",
                "%current.component.where(code.coding.code = '1').value.ofType(CodeableConcept).text = 'x'",
                "%current.referenceRange.low.value < 3",
                "%current.component.referenceRange.low.value < 3",
                "Observation.value.ofType(FHIR.string) = 'x'",
            })
    void choices_areTaken(String path) {
        assertThatCode(() -> take("Observation", path)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "%current.sttus = 'x'; Encounter has no element sttus; status",
                "sttus = 'x'; no element sttus; it has",
                "Encounter.foo.exists(); Encounter has no element foo; it has",
                "Patient.name.exists(); about Encounter; begin with Patient",
                "%current.status = 'x' and %previous.sttus = 'x'; sttus; status",
                "%current.period.strat.exists(); Period has no element strat; start",
                "%current.status.code = 'x'; has no element code; code",
                "%current.statusHistory.where(stauts = 'planned').exists(); stauts; status",
                "%current.location.exists(locaton.exists()); locaton; location",
                "%current.location.location.name = 'x'; Reference has no element name; reference",
                "%current.participant.select(individuel).exists(); individuel; individual",
                "iif(%current.exists(), %current.perid, %previous.period).exists(); perid; period",
                "(%current.period | %current.typ).exists(); typ; type",
                "%current.period.union(%current.nosuch).exists(); nosuch; status",
                "%current.type.coding.where(cod = 'x').exists(); cod; code",
                "%current.subject.is(Refrence); no type Refrence; Refrence",
                "%current.extension('u').valu.exists(); valu; value",
                "%current.extension('u').value.ofType(Qantity).exists(); Qantity; is not valid",
                "%current.extension('u').value.ofType(Quantity).vlue > 3; vlue; value",
                "%current.exists().foo; foo; foo",
                "%curent.status = 'x' or true; there is no curent; cannot be evaluated",
                "true or %nosuch.status = 'x'; %nosuch; %previous",
            })
    void whatDoesNotExist_isRefused_withWhatDoes(String path, String wrong, String right) {
        assertThatThrownBy(() -> take("Encounter", path))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(wrong)
                .hasMessageContaining(right);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "%current.valueQuantity.value > 7; Write value.ofType(Quantity).",
                "%current.component.valueQuantity.value > 7; Write value.ofType(Quantity).",
                "%current.value.ofType(Attachment).exists(); never a Attachment",
                "%current.value.ofType(Quantity).coding.exists(); Quantity has no element coding",
                "%current.value.family = 'x'; has no element family",
                "%current.component.component.exists(); no element component",
            })
    void choicesThatDoNotExist_areRefused(String path, String reason) {
        assertThatThrownBy(() -> take("Observation", path))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Questionnaire; %current.item.item.item.linkId = '1'",
                "Bundle; %current.entry.resource.status = 'x'",
                "Parameters; %current.parameter.part.value = 'x'",
                "Task; %current.input.value.ofType(Reference).reference.exists()",
                "Patient; %current.deceased.ofType(boolean) = true or %current.deceased.ofType(dateTime).exists()",
                "Patient; %current.multipleBirth.as(integer) > 1",
                "Patient; Patient.name.given.first() = 'Ada'",
                "MedicationRequest; %current.dosageInstruction.timing.repeat.frequency > 3",
                "MedicationRequest; %current.medication.as(CodeableConcept).coding.code = 'x'",
                "ServiceRequest; %current.occurrence.ofType(Timing).repeat.count > 3",
                "ClaimResponse; %current.item.adjudication.amount.value > 3",
                "Goal; %current.target.exists()",
                "Goal; %previous.lifecycleStatus != %current.lifecycleStatus",
            })
    void otherTypes_areKnown(String typed) {
        String[] parts = typed.split("; ");
        assertThatCode(() -> take(parts[0], parts[1])).doesNotThrowAnyException();
    }

    /** As a topic is stored: it can be evaluated, and names what exists. */
    private static void take(String type, String path) throws Refused {
        PathCriterion unused = PathCriterion.of(type, path);
        PathElements.check(type, path);
    }
}
