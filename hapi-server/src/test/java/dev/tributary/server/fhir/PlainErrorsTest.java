package dev.tributary.server.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLTransientConnectionException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;

class PlainErrorsTest {

    @Test
    void aDatabaseThatIsAway_is503_withWhenToTryAgain() {
        var answer = PlainErrors.failure(new CannotCreateTransactionException(
                "Could not open JPA EntityManager", new SQLTransientConnectionException("no connection for Smith")));

        assertThat(answer.getStatusCode()).isEqualTo(503);
        assertThat(answer.getResponseHeaders()).containsKey("Retry-After");
        var issue = ((OperationOutcome) answer.getOperationOutcome()).getIssueFirstRep();
        assertThat(issue.getCode()).isEqualTo(OperationOutcome.IssueType.TRANSIENT);
        assertThat(issue.getDiagnostics()).contains("Send it again later").doesNotContain("Smith");
    }

    @Test
    void aFaultOfTheHub_is500_withoutItsInside() {
        var answer = PlainErrors.failure(new IllegalStateException("Smith broke it"));

        assertThat(answer.getStatusCode()).isEqualTo(500);
        assertThat(answer.getMessage()).doesNotContain("Smith");
    }
}
