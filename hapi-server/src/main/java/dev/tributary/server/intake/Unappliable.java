package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import java.util.List;

/** A message that cannot be applied as it stands: its issues say why. Carries no stack trace, since nothing is broken. */
final class Unappliable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Issue> issues;

    Unappliable(String message, List<Issue> issues) {
        super(message, null, false, false);
        this.issues = issues;
    }

    List<Issue> issues() {
        return issues;
    }
}
