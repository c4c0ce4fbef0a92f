package dev.tributary.server.storage;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/**
 * Has the pool replace each connection to an embedded database that closed itself, as H2 does when its file cannot be written: no room on the disk,
 * for instance. The next connection opens the file again, with all that was committed.
 */
final class ClosedDatabase implements SQLExceptionOverride {

    @java.lang.Override // the interface has an Override of its own
    public Override adjudicate(SQLException thrown) {
        return thrown.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
