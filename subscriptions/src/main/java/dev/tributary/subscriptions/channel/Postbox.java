package dev.tributary.subscriptions.channel;

import dev.tributary.subscriptions.channel.EmailSettings.Encryption;
import dev.tributary.subscriptions.delivery.Reply;
import jakarta.activation.DataHandler;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Hands e-mails to the SMTP server, one conversation each. */
final class Postbox {

    private static final int LASTING = 500;

    private final EmailSettings settings;

    Postbox(EmailSettings settings) {
        this.settings = settings;
    }

    /** Blocks for the conversation; what the server says beyond codes is not repeated, since it may quote the address. */
    Reply send(Email email) {
        Session session = Session.getInstance(properties(email));
        try (Transport transport = session.getTransport()) {
            MimeMessage message = message(session, email);
            if (settings.user().isEmpty()) {
                transport.connect();
            } else {
                transport.connect(settings.user(), settings.password());
            }
            transport.sendMessage(message, message.getAllRecipients());
            return Reply.TAKEN;
        } catch (AuthenticationFailedException e) {
            return Reply.unanswered("The mail server did not accept the hub's user and password.");
        } catch (SendFailedException e) {
            return refused(code(e));
        } catch (MessagingException e) {
            return Reply.unanswered("The mail server could not be reached, or broke off.");
        }
    }

    private static Reply refused(int code) {
        String reason = "The mail server refused the e-mail" + (code == 0 ? "." : " with code " + code + ".");
        return code >= LASTING ? Reply.lasting(reason) : new Reply(reason, true, null);
    }

    /** The code of the message, or of its one recipient. */
    private static int code(MessagingException failure) {
        for (Exception e = failure; e instanceof MessagingException each; e = each.getNextException()) {
            if (e instanceof SMTPSendFailedException refusal) {
                return refusal.getReturnCode();
            }
            if (e instanceof SMTPAddressFailedException refusal) {
                return refusal.getReturnCode();
            }
        }
        return 0;
    }

    private Properties properties(Email email) {
        String protocol = settings.encryption() == Encryption.TLS ? "smtps" : "smtp";
        String mail = "mail." + protocol + ".";
        String timeout = Long.toString(email.timeout().toMillis());
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", protocol);
        properties.put(mail + "host", settings.host());
        properties.put(mail + "port", Integer.toString(settings.port()));
        properties.put(mail + "auth", Boolean.toString(!settings.user().isEmpty()));
        properties.put(mail + "connectiontimeout", timeout);
        properties.put(mail + "timeout", timeout);
        properties.put(mail + "writetimeout", timeout);
        properties.put(mail + "ssl.checkserveridentity", "true");
        properties.put(mail + "starttls.enable", Boolean.toString(settings.encryption() == Encryption.STARTTLS));
        properties.put(mail + "starttls.required", Boolean.toString(settings.encryption() == Encryption.STARTTLS));
        return properties;
    }

    private MimeMessage message(Session session, Email email) throws MessagingException {
        MimeMessage message = new NamedMessage(session, email.messageId());
        message.setFrom(new InternetAddress(settings.from()));
        message.setRecipient(
                Message.RecipientType.TO,
                new InternetAddress(MailAddress.of(email.to()).orElseThrow().toString()));
        message.setSubject(email.subject(), StandardCharsets.UTF_8.name());
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(email.text(), StandardCharsets.UTF_8.name());
        MimeMultipart parts = new MimeMultipart(text);
        Email.Attachment attachment = email.attachment();
        if (attachment != null) {
            parts.addBodyPart(part(attachment));
        }
        message.setContent(parts);
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(Email.Attachment attachment) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        byte[] content = attachment.content().getBytes(StandardCharsets.UTF_8);
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, attachment.mimeType())));
        part.setFileName(attachment.name());
        return part;
    }

    /** A message with an id of its own, where the library would make one up at every attempt. */
    private static final class NamedMessage extends MimeMessage {

        private final String id;

        NamedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }
}
