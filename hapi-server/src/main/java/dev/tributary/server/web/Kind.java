package dev.tributary.server.web;

/** An exception in a log line: its classes alone, since messages may quote a patient. */
final class Kind {

    private Kind() {}

    static String of(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root == thrown
                ? thrown.getClass().getName()
                : thrown.getClass().getName() + " caused by " + root.getClass().getName();
    }
}
