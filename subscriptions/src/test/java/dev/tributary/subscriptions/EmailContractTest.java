package dev.tributary.subscriptions;

import static dev.tributary.subscriptions.Subscriptions.asXml;
import static dev.tributary.subscriptions.Subscriptions.byEmail;
import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static dev.tributary.subscriptions.Subscriptions.withMaxCount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tributary.subscriptions.channel.EmailSettings;
import dev.tributary.subscriptions.channel.EmailSettings.Encryption;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.Validation;
import dev.tributary.subscriptions.topics.ShippedTopics;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a mailbox gets. */
class EmailContractTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ADDRESS = "mailto:care@clinic.example";

    private GreenMail server;
    private Hub hub;

    @BeforeEach
    void open() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("hub@hub.example", "hub", "secret");
        server.start();
        start(false);
    }

    private void start(boolean fullResource) {
        EmailSettings settings = new EmailSettings(
                "127.0.0.1",
                server.getSmtp().getPort(),
                Encryption.NONE,
                "hub",
                "secret",
                "hub@hub.example",
                List.of("clinic.example"),
                fullResource);
        hub = new Hub(TestDatabase.H2, new Hub.Options(new ShippedTopics(), settings, List.of(), List.of()));
        hub.start();
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
        server.stop();
    }

    private void activate(String id, Subscription subscription) {
        hub.subscribe(id, subscription);
        await().atMost(SOON).until(() -> hub.status(id) == SubscriptionStatus.ACTIVE);
    }

    private MimeMessage awaitEvent() {
        await().atMost(SOON).until(() -> server.getReceivedMessages().length == 2);
        return server.getReceivedMessages()[1];
    }

    private static BodyPart part(MimeMessage message, int index) throws Exception {
        return ((MimeMultipart) message.getContent()).getBodyPart(index);
    }

    private static String text(BodyPart part) throws Exception {
        return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Subscription plain(String content) {
        Subscription subscription = byEmail(toDischarges(ADDRESS, content));
        subscription.getChannel().getPayloadElement().setValue("text/plain");
        return subscription;
    }

    @Test
    @DisplayName("An e-mail says that something happened and where to look, never what and to whom")
    void text_namesNobody() throws Exception {
        activate("s1", plain("id-only"));
        hub.commit("e1");
        MimeMessage message = awaitEvent();
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getAllRecipients()[0]).hasToString("care@clinic.example");
        assertThat(message.getSubject()).isEqualTo("A new notification");
        assertThat(message.getMessageID()).isEqualTo("<s1.1@hub.example>");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(((MimeMultipart) message.getContent()).getCount()).isEqualTo(1);
        assertThat(text(part(message, 0)))
                .contains(Hub.BASE + "/Subscription/s1/$events?eventsSinceNumber=1&eventsUntilNumber=1")
                .doesNotContain("Encounter")
                .doesNotContain("Patient/");
    }

    /** Mail servers drop what has the Message-ID of what they have: an e-mail that repeats one event and tells of another has its own. */
    @Test
    void messageId_isOfAllItsEvents() throws Exception {
        activate("s1", withMaxCount(plain("id-only"), 10));
        hub.commit("e1", "e2");
        assertThat(awaitEvent().getMessageID()).isEqualTo("<s1.1-2@hub.example>");
    }

    @Test
    @DisplayName("A FHIR payload travels as an attachment of its own MIME type")
    void fhirPayload_isAttached() throws Exception {
        activate("s1", asXml(byEmail(toDischarges(ADDRESS, "id-only"))));
        hub.commit("e1");
        BodyPart attachment = part(awaitEvent(), 1);
        assertThat(attachment.getContentType()).startsWith("application/fhir+xml");
        assertThat(attachment.getFileName()).isEqualTo("notification.xml");
        assertThat(text(attachment)).contains("Encounter/e1");
    }

    @Test
    void fullResource_needsTheOperatorsWord() throws Exception {
        assertThat(refusals(byEmail(toDischarges(ADDRESS, "full-resource"))))
                .singleElement()
                .asString()
                .contains("full-resource by e-mail");
        hub.close();
        start(true);
        hub.readable("e1", "p1");
        activate("s1", byEmail(toDischarges(ADDRESS, "full-resource")));
        hub.commit("e1");
        assertThat(text(part(awaitEvent(), 1))).contains("Brook");
    }

    @Test
    void otherRecipients_areRefused() {
        for (String endpoint : List.of(
                "mailto:care@elsewhere.example",
                "mailto:care@clinic.example.evil.example",
                "mailto:care@clinic.example?bcc=x@y.example",
                "mailto:a@clinic.example,b@clinic.example",
                "mailto:care@clinic.example\nBcc: x@y.example",
                "mailto:care",
                "https://clinic.example/")) {
            assertThat(refusals(byEmail(toDischarges(endpoint, "empty"))))
                    .as(endpoint)
                    .hasSize(1);
        }
    }

    private List<String> refusals(Subscription subscription) {
        return hub.registry.validate(subscription, "owner").problems().stream()
                .map(Validation.Problem::text)
                .toList();
    }

    @Test
    @DisplayName("A mail server that is away delays e-mails and loses none")
    void mailServerThatIsAway_isTriedAgain() {
        activate("s1", plain("empty"));
        server.stop();
        hub.commit("e1");
        await().atMost(SOON)
                .until(() -> hub.log.list("s1", "pending", 10).stream().anyMatch(entry -> entry.attempts() > 0));
        assertThat(hub.log.list("s1", "pending", 10).get(0).reason()).contains("mail server could not be reached");
    }

    @Test
    void hubWithoutMailServer_refusesEmail() throws Exception {
        hub.close();
        hub = new Hub(TestDatabase.H2);
        assertThat(refusals(byEmail(toDischarges(ADDRESS, "empty"))))
                .singleElement()
                .asString()
                .contains("sends no e-mail");
    }
}
