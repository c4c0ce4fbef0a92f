package dev.tributary.bench.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own; its output is appended to the log file of its start. */
public final class ChildServer implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Start start;
    private final Process process;
    private final long startedNanos = System.nanoTime();

    private ChildServer(Start start, Process process) {
        this.start = start;
        this.process = process;
    }

    public static ChildServer start(Start start) throws IOException {
        if (start.log().toAbsolutePath().getParent() != null) {
            Files.createDirectories(start.log().toAbsolutePath().getParent());
        }
        var builder = new ProcessBuilder(start.command())
                .directory(start.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(start.log().toFile()));
        builder.environment().putAll(start.environment());
        return new ChildServer(start, builder.start());
    }

    /**
     * Waits until the start's ready URL answers 200 and returns the time since the process was started.
     *
     * @throws IllegalStateException if the process ends or the time is over before that
     */
    public Duration awaitReady(Duration within) throws InterruptedException {
        while (!answers(start.ready())) {
            if (!process.isAlive()) {
                throw new IllegalStateException(start.name() + " ended with " + process.exitValue()
                        + " before it was ready. See " + start.log());
            }
            if (age().compareTo(within) > 0) {
                throw new IllegalStateException(
                        start.name() + " was not ready within " + within.toSeconds() + " s. See " + start.log());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return age();
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private static boolean answers(URI uri) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        try {
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** User and system time of the process and its children so far. */
    public Duration cpu() {
        return processes()
                .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Resident memory of the process and its children in megabytes; 0 where the system has no {@code /proc}. */
    public long residentMegabytes() throws IOException {
        var kilobytes = 0L;
        for (var handle : processes().toList()) {
            var status = Path.of("/proc", Long.toString(handle.pid()), "status");
            if (Files.exists(status)) {
                for (var line : Files.readAllLines(status)) {
                    kilobytes += line.startsWith("VmRSS:") ? Long.parseLong(line.replaceAll("\\D", "")) : 0;
                }
            }
        }
        return kilobytes / 1024;
    }

    /** {@code kill -9}, of the JVM itself also where the command is a shell script that did not {@code exec}. */
    public void kill() throws InterruptedException {
        processes().toList().forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    /** Lets it stand still for so long, as a paused virtual machine does: nothing of it runs, its connections stay. */
    public void pause(Duration time) throws IOException, InterruptedException {
        signal("STOP");
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } finally {
            signal("CONT");
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        for (var handle : processes().toList()) {
            new ProcessBuilder("kill", "-" + name, Long.toString(handle.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Asks it to stop, and kills it if it has not within 20 seconds. */
    @Override
    public void close() {
        processes().toList().forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            processes().toList().forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()));
    }
}
