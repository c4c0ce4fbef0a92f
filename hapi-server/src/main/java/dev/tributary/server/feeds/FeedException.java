package dev.tributary.server.feeds;

/** A feed cannot start. The message is one line for people: which source, what is in the way, what to do. */
public final class FeedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FeedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What to say in a log of an exception whose own message may quote a patient. */
    static String kind(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == thrown
                ? thrown.getClass().getName()
                : thrown.getClass().getName() + " caused by " + root.getClass().getName();
    }
}
