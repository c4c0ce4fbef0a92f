package dev.tributary.subscriptions.registry;

/**
 * What a subscription wants to be sent.
 *
 * @param mimeType what the endpoint gets as Content-Type
 */
public record PayloadDefinition(String mimeType, PayloadContent content) {

    /** Whether it is text for people rather than FHIR. */
    public boolean isText() {
        return mimeType.startsWith("text/");
    }

    /** Whether it is FHIR XML rather than JSON. */
    public boolean isXml() {
        return mimeType.contains("xml");
    }
}
