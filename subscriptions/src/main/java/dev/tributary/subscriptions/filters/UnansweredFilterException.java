package dev.tributary.subscriptions.filters;

/** A filter cannot say whether it holds: what it asks, such as a ValueSet, is gone or does not answer. The message is a sentence for the subscriber. */
public final class UnansweredFilterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnansweredFilterException(String reason) {
        super(reason);
    }

    /** The sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
