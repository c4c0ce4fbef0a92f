package dev.tributary.server.identity;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.identity.features.BlockingKeys;
import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.identity.matching.PersonComparison;
import dev.tributary.server.fhir.OperationProvider;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * <a href="https://hl7.org/fhir/R4/patient-operation-match.html">Patient/$match</a>, which is also ITI-119 of <a
 * href="https://profiles.ihe.net/ITI/PDQm/ITI-119.html">PDQm</a> (IH-06), and FAST's {@code $idi-match} (MT-01, MT-02). Candidates are
 * scored as an arriving record would be; nothing is stored, and nothing of the question comes back as an answer.
 */
public final class PatientMatch implements OperationProvider {

    private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";
    private static final double POSSIBLE = 0.05;
    private static final int MOST = 50;

    private final FeatureIndex index;
    private final Supplier<Matcher> model;
    private final IdentifierStrengths strengths;
    private final DaoRegistry daos;
    private final String fhirBase;
    private final Responder responder;

    PatientMatch(
            FeatureIndex index,
            Supplier<Matcher> model,
            IdentifierStrengths strengths,
            DaoRegistry daos,
            String fhirBase,
            Responder responder) {
        this.index = index;
        this.model = model;
        this.strengths = strengths;
        this.daos = daos;
        this.fhirBase = fhirBase;
        this.responder = responder;
    }

    @Operation(name = "$match", typeName = "Patient")
    public Bundle match(@ResourceParam IBaseResource input) {
        return answer(Question.of(input));
    }

    @Operation(name = "$idi-match", typeName = "Patient")
    public Bundle identityMatch(@ResourceParam IBaseResource input) {
        var question = Question.of(input);
        InputWeight.refusal(question.patient()).ifPresent(text -> {
            throw new UnprocessableEntityException(text);
        });
        return responder.sign(answer(question));
    }

    /** As R4 and both editions of FAST identity matching call the Patient to look for. */
    private static final Set<String> NAMES = Set.of("resource", "patient", "IDIPatient");

    /** What is asked. */
    private record Question(Patient patient, int count, boolean onlyCertain, boolean onlySingle) {

        static Question of(IBaseResource input) {
            if (input instanceof Patient patient) {
                return new Question(patient, MOST, false, false);
            }
            if (!(input instanceof Parameters parameters)) {
                throw new InvalidRequestException("The body is Parameters with a Patient as \"resource\".");
            }
            var patient = parameters.getParameter().stream()
                    .filter(part -> NAMES.contains(part.getName()))
                    .map(part -> part.getResource())
                    .filter(Patient.class::isInstance)
                    .map(Patient.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequestException(
                            "resource: is missing. Send Parameters with the Patient to look for."));
            var count = Inputs.number(parameters, "count", MOST);
            if (count < 1) {
                throw new InvalidRequestException("count: must be 1 or more.");
            }
            return new Question(
                    patient,
                    Math.min(count, MOST),
                    Inputs.flag(parameters, "onlyCertainMatches"),
                    Inputs.flag(parameters, "onlySingleMatch"));
        }
    }

    private Bundle answer(Question question) {
        var features = PersonFeatures.of(question.patient(), strengths);
        var keys = BlockingKeys.of(features);
        var sharing = index.sharing("", keys);
        var found = index.persons(sharing.sharedKeys().keySet(), "").stream()
                .map(person -> model.get().compare(features, person.candidate()))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(each -> each.comparison().probability() >= POSSIBLE)
                .filter(each -> !question.onlyCertain() || isCertain(each))
                .sorted(Comparator.<PersonComparison>comparingDouble(
                                each -> -each.comparison().probability())
                        .thenComparing(PersonComparison::person))
                .toList();
        var bundle = new Bundle().setType(Bundle.BundleType.SEARCHSET);
        if (keys.isEmpty()) {
            warn(
                    bundle,
                    "Too little is known of this Patient to look for anybody: send name, birth date, identifiers.");
        }
        var several = found.size() > 1 && (question.onlySingle() || question.onlyCertain());
        if (several) {
            warn(bundle, "Several persons fit, and a single one was asked for.");
        } else {
            found.stream().limit(question.count()).forEach(each -> add(bundle, each));
        }
        return bundle.setTotal(several ? 0 : Math.min(found.size(), question.count()));
    }

    private void add(Bundle bundle, PersonComparison compared) {
        var patient = (Patient) daos.getResourceDao("Patient")
                .read(new IdType("Patient", compared.person()), new SystemRequestDetails());
        var score = BigDecimal.valueOf(compared.comparison().probability()).setScale(4, RoundingMode.HALF_UP);
        bundle.addEntry()
                .setFullUrl(fhirBase + "/Patient/" + compared.person())
                .setResource(patient)
                .getSearch()
                .setMode(SearchEntryMode.MATCH)
                .setScore(score)
                .addExtension(GRADE, new CodeType(grade(compared)));
    }

    private String grade(PersonComparison compared) {
        if (isCertain(compared)) {
            return "certain";
        }
        return compared.comparison().probability()
                        >= model.get().model().thresholds().review()
                ? "probable"
                : "possible";
    }

    private boolean isCertain(PersonComparison compared) {
        return model.get().links(compared.comparison());
    }

    private static void warn(Bundle bundle, String text) {
        var outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.WARNING)
                .setCode(OperationOutcome.IssueType.PROCESSING)
                .setDiagnostics(text);
        bundle.addEntry().setResource((Resource) outcome).getSearch().setMode(SearchEntryMode.OUTCOME);
    }
}
