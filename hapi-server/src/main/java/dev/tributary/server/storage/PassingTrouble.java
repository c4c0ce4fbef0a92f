package dev.tributary.server.storage;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Trouble that lies with the database and not with what was to be stored. */
public final class PassingTrouble {

    private PassingTrouble() {}

    /** Whether the same work may well be done a little later: a lost race, a database that is away. */
    public static boolean is(Throwable thrown) {
        if (StoringTransaction.lostRace(thrown)) {
            return true;
        }
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientDataAccessException
                    || cause instanceof DataAccessResourceFailureException
                    || cause instanceof CannotGetJdbcConnectionException
                    || cause instanceof CannotCreateTransactionException
                    || cause instanceof TransactionSystemException
                    || cause instanceof SQLTransientException
                    || (cause instanceof SQLException sql && connectionLost(sql))) {
                return true;
            }
        }
        return false;
    }

    /** Classes 08 (connection), 53 (resources), 57 (operator intervention) and H2's "database closed". */
    private static boolean connectionLost(SQLException sql) {
        var state = sql.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.equals("90098")
                        || state.equals("90121"));
    }
}
