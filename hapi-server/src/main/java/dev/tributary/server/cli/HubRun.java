package dev.tributary.server.cli;

import dev.tributary.server.HubApplication;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/** A hub in this process: checked, locked, started. */
final class HubRun implements AutoCloseable {

    /** Loggers that print the stack trace of a failed start; the command line says it in one line. */
    private static final List<String> START_FAILURE_LOGGERS = List.of(
            "org.springframework.boot.SpringApplication",
            "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter",
            "org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext");

    private final ConfigurableApplicationContext context;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final @Nullable DataDirectoryLock lock;

    private HubRun(ConfigurableApplicationContext context, @Nullable DataDirectoryLock lock) {
        this.context = context;
        this.lock = lock;
        context.addApplicationListener((ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
    }

    /**
     * Returns when the hub answers. Throws a {@link Refusal} at once if it cannot start, and whatever stopped it later.
     *
     * @param checked told when the checks are through and the long part begins
     */
    static HubRun start(
            HubSettings settings, Map<String, String> environment, List<String> springArguments, Runnable checked) {
        var lock = settings.embeddedDatabase() ? DataDirectoryLock.acquire(settings) : null;
        try {
            new Preflight(settings, environment).check();
            checked.run();
            return new HubRun(HubApplication.start(arguments(settings, springArguments)), lock);
        } catch (RuntimeException e) {
            if (lock != null) {
                lock.release();
            }
            throw e;
        }
    }

    private static String[] arguments(HubSettings settings, List<String> springArguments) {
        var arguments = new ArrayList<>(springArguments);
        if (!settings.debug()) {
            START_FAILURE_LOGGERS.forEach(logger -> arguments.add("--logging.level." + logger + "=OFF"));
        }
        return arguments.toArray(String[]::new);
    }

    /** Where it answers, without a trailing slash. */
    URI base() {
        return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port", "8080"));
    }

    /** Returns when the hub was stopped. */
    void awaitStop() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            context.close();
        } finally {
            if (lock != null) {
                lock.release();
            }
        }
    }
}
