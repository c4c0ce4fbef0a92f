package dev.tributary.subscriptions;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Counts the rows that are read and the statements that are prepared through it. */
final class CountedRows {

    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong statements = new AtomicLong();

    long rows() {
        return rows.get();
    }

    long statements() {
        return statements.get();
    }

    DataSource over(DataSource dataSource) {
        return wrap(DataSource.class, dataSource);
    }

    private <T> T wrap(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return counted(method.getName(), method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private Object counted(String method, Object result) {
        if (result instanceof Connection connection) {
            return wrap(Connection.class, connection);
        }
        if (result instanceof PreparedStatement statement) {
            statements.incrementAndGet();
            return wrap(PreparedStatement.class, statement);
        }
        if (result instanceof Statement statement) {
            return wrap(Statement.class, statement);
        }
        if (result instanceof ResultSet found) {
            return wrap(ResultSet.class, found);
        }
        if (method.equals("next") && Boolean.TRUE.equals(result)) {
            rows.incrementAndGet();
        }
        return result;
    }
}
