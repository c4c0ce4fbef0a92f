package dev.tributary.server.storage;

import java.sql.SQLException;
import org.hibernate.exception.DataException;

/** A value that no attempt will ever get into the database: too long, too large, or of characters that it does not have. */
public final class UnstorableValue {

    /** What its sender is told. */
    public static final String TEXT =
            "A value in it is longer or larger than the hub can keep, or has characters that no database takes, in an identifier, a code or a tag for instance. Send it without.";

    private UnstorableValue() {}

    /** Whether SQL's class 22, data exception, or a number beyond all numbers is among the causes. */
    public static boolean is(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataException
                    || isBeyondNumbers(cause)
                    || (cause instanceof SQLException sql
                            && String.valueOf(sql.getSQLState()).startsWith("22"))) {
                return true;
            }
        }
        return false;
    }

    /** What BigDecimal says of a decimal as long as an index of HAPI's makes infinite. */
    private static boolean isBeyondNumbers(Throwable cause) {
        return cause instanceof NumberFormatException
                && String.valueOf(cause.getMessage()).startsWith("Infinite or NaN");
    }
}
