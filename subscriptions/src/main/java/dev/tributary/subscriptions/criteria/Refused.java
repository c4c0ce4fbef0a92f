package dev.tributary.subscriptions.criteria;

/** A criterion that cannot be evaluated; the message says why, in a sentence for whoever wrote it. */
public final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    public Refused(String message) {
        super(message);
    }
}
