package dev.tributary.subscriptions.channel;

import dev.tributary.subscriptions.delivery.Channel;
import dev.tributary.subscriptions.delivery.Dispatch;
import dev.tributary.subscriptions.delivery.Purpose;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/channels.html#email">e-mail channel</a>. The text says that something happened, never what or to whom, and
 * where to look; the Bundle is attached if the subscription names a FHIR format. An accepted e-mail is a delivered notification.
 */
public final class EmailChannel implements Channel {

    private static final Reply TOO_SLOW = Reply.unanswered("The mail server did not take the e-mail in time.");

    private final EmailSettings settings;
    private final Payloads payloads;
    private final EmailText text;
    private final Postbox postbox;
    private final Executor executor;

    /**
     * @param fhirBase the hub's public FHIR base URL, without trailing slash
     * @param executor where SMTP may block
     */
    public EmailChannel(EmailSettings settings, Payloads payloads, String fhirBase, Executor executor) {
        this.settings = settings;
        this.payloads = payloads;
        this.text = new EmailText(fhirBase);
        this.postbox = new Postbox(settings);
        this.executor = executor;
    }

    @Override
    public boolean tellsBareNumbers() {
        return true;
    }

    @Override
    public boolean carriesHeaders() {
        return false;
    }

    @Override
    public String type() {
        return "email";
    }

    @Override
    public Optional<String> refusal(SubscriptionDefinition definition) {
        if (settings.host().isEmpty()) {
            return Optional.of("This hub sends no e-mail; hub.notify.email.host names the server for it.");
        }
        Optional<MailAddress> address = MailAddress.of(definition.channel().endpoint());
        if (address.isEmpty()) {
            return Optional.of("The endpoint must be one address, like mailto:care@clinic.example.");
        }
        if (settings.allow().stream().noneMatch(address.get()::isOf)) {
            return Optional.of(
                    "E-mail to this domain is not allowed; hub.notify.email.allow lists those that may get any.");
        }
        if (definition.content() == PayloadContent.FULL_RESOURCE && !settings.fullResource()) {
            return Optional.of(
                    "full-resource by e-mail is not allowed here; hub.notify.email.full-resource can allow it.");
        }
        return Optional.empty();
    }

    @Override
    public Dispatch prepare(Shipment shipment) {
        SubscriptionDefinition definition = shipment.subscription().definition();
        Email email = new Email(
                definition.channel().endpoint(),
                text.subject(shipment),
                text.body(shipment),
                text.messageId(shipment),
                attachment(shipment),
                definition.channel().timeout());
        // The library's time-outs are about silence; a server that trickles must not take longer either.
        return () -> CompletableFuture.supplyAsync(() -> send(definition, email), executor)
                .completeOnTimeout(TOO_SLOW, email.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Email.@Nullable Attachment attachment(Shipment shipment) {
        var payload = shipment.subscription().definition().payload();
        if (payload.isText() || shipment.purpose() == Purpose.HANDSHAKE) {
            return null;
        }
        String name = payload.isXml() ? "notification.xml" : "notification.json";
        return new Email.Attachment(name, payload.mimeType(), payloads.of(shipment));
    }

    private Reply send(SubscriptionDefinition definition, Email email) {
        return refusal(definition).map(Reply::unanswered).orElseGet(() -> postbox.send(email));
    }
}
