package dev.tributary.subscriptions.message;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.message.MessagePost.Answer;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReplyTest {

    private static final String OUTCOME = """
            {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"Encounter.type is missing"}]}""";

    private final MessageReply replies = new MessageReply(FhirContext.forR4Cached());

    private Reply reply(int status, String body) {
        return replies.of(new Answer(status, null, body, null));
    }

    private static String response(String code) {
        return """
                {"resourceType":"Bundle","type":"message","entry":[{"resource":{"resourceType":"MessageHeader",
                "eventUri":"x","source":{"endpoint":"http://r"},"response":{"identifier":"1","code":"%s"}}},
                {"resource":%s}]}""".formatted(code, OUTCOME);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    @DisplayName("AL-01: 200, 202 and 204 are success, whatever stands in the body")
    void success_isSuccess(int status) {
        assertThat(reply(status, "")).isEqualTo(Reply.TAKEN);
        assertThat(reply(status, "thank you")).isEqualTo(Reply.TAKEN);
        assertThat(reply(status, "{\"resourceType\":\"Bun")).isEqualTo(Reply.TAKEN);
        assertThat(reply(status, response("ok"))).isEqualTo(Reply.TAKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 422})
    @DisplayName("AL-08: what a receiver will not have is not sent again")
    void refusal_isFinal(int status) {
        Reply reply = reply(status, OUTCOME);

        assertThat(reply.refusal()).isEqualTo(new Reply.Refusal(1, "Encounter.type is missing"));
        assertThat(reply.reason()).isEqualTo("The receiver answered HTTP " + status + ".");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    @DisplayName("AL-08: what may pass is sent again, when the receiver says")
    void trouble_isRepeated(int status) {
        Reply reply = replies.of(new Answer(status, Duration.ofSeconds(7), "", null));

        assertThat(reply.refusal()).isNull();
        assertThat(reply.reason()).isNotNull();
        assertThat(reply.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void responseMessages_haveTheLastWord() {
        assertThat(reply(200, response("fatal-error")).refusal())
                .isEqualTo(new Reply.Refusal(1, "Encounter.type is missing"));
        Reply transientError = reply(200, response("transient-error"));
        assertThat(transientError.refusal()).isNull();
        assertThat(transientError.reason()).contains("transient-error");
    }

    @Test
    void silence_isRepeated() {
        Reply reply = replies.of(new Answer(0, null, "", "The endpoint did not answer within 10 s."));

        assertThat(reply.answered()).isFalse();
        assertThat(reply.refusal()).isNull();
    }
}
