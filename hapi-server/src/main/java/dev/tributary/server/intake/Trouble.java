package dev.tributary.server.intake;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.tributary.mapping.Issue;
import dev.tributary.server.storage.PassingTrouble;
import dev.tributary.server.storage.UnstorableValue;

/** Why a message could not be applied, in words for people and without its content. */
final class Trouble {

    private Trouble() {}

    /** Whether the same message may well be applied a little later: a lost race, a database that is away. */
    static boolean mayPass(Throwable thrown) {
        return PassingTrouble.is(thrown);
    }

    /** Whether the message itself is at fault: another attempt would end the same. */
    static boolean isRefusal(Throwable thrown) {
        return thrown instanceof Unappliable
                || UnstorableValue.is(thrown)
                || (thrown instanceof BaseServerResponseException refused && refused.getStatusCode() < 500);
    }

    static String reason(Throwable thrown) {
        if (thrown instanceof Unappliable unappliable) {
            return String.valueOf(unappliable.getMessage());
        }
        if (thrown instanceof BaseServerResponseException refused) {
            return "The store refuses it: " + refused.getMessage();
        }
        if (UnstorableValue.is(thrown)) {
            return UnstorableValue.TEXT;
        }
        return mayPass(thrown)
                ? "The database was busy or away (" + kind(thrown) + ")."
                : "The hub failed on it (" + kind(thrown) + "). This is a defect: report it with the message's id.";
    }

    static Issue issue(Throwable thrown) {
        return Issue.error("exception", "message", reason(thrown));
    }

    /** For the log: the kind alone, since texts may quote the message. */
    static String kind(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root == thrown
                ? thrown.getClass().getSimpleName()
                : thrown.getClass().getSimpleName() + " / " + root.getClass().getSimpleName();
    }
}
