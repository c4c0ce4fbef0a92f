package dev.tributary.server.feeds;

import static dev.tributary.server.feeds.TestSources.acknowledgement;
import static dev.tributary.server.feeds.TestSources.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.Source.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.util.unit.DataSize;

class DropFeedTest {

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private Instant now = Instant.parse("2026-07-22T10:00:00Z");
    private MessageReceiver receiver = this::accept;

    @Test
    void completeFile_isSentOnceAndKeptInDone() throws IOException {
        var feed = feed();
        drop("a.hl7", message("M1"), 0);

        feed.poll();
        assertThat(received).isEmpty();
        feed.poll();
        feed.poll();

        assertThat(received).containsExactly("M1");
        assertThat(folder.resolve("done/a.hl7")).hasContent(message("M1"));
        assertThat(names("work")).isEmpty();
        assertThat(names("failed")).isEmpty();
    }

    @Test
    void filesGoInTheOrderTheyWereWritten() throws IOException {
        var feed = feed();
        drop("c.hl7", message("M1"), 1);
        drop("a.hl7", message("M2"), 2);
        drop("b.hl7", message("M3"), 3);

        feed.poll();
        feed.poll();

        assertThat(received).containsExactly("M1", "M2", "M3");
    }

    @Test
    void fileThatStillGrows_andUnfinishedNames_wait() throws IOException {
        var feed = feed();
        drop("b.hl7.tmp", "half", 0);
        drop("c.part", "half", 0);
        drop(".d.hl7", "half", 0);
        drop("a.hl7", "MSH|^~", 0);
        feed.poll();
        drop("a.hl7", message("M1"), 1);
        feed.poll();

        assertThat(received).isEmpty();
        feed.poll();
        assertThat(received).containsExactly("M1");
    }

    @Test
    void refusedFile_isInFailedWithReasonAndAcknowledgement() throws IOException {
        receiver = (source, raw, via) -> Optional.of(acknowledgement(raw, "AE", source));
        var feed = feed();
        drop("a.hl7", message("M1"), 0);

        feed.poll();
        feed.poll();

        assertThat(names("failed")).containsExactly("a.hl7", "a.hl7.ack", "a.hl7.reason");
        assertThat(folder.resolve("failed/a.hl7")).hasContent(message("M1"));
        assertThat(folder.resolve("failed/a.hl7.ack")).content().contains("MSA|AE|M1");
        assertThat(folder.resolve("failed/a.hl7.reason")).content().contains("refused");
    }

    @Test
    void fileThatIsTooLarge_isInFailed() throws IOException {
        var feed = feed();
        drop("a.hl7", message("M1") + "x".repeat(1_100_000), 0);

        feed.poll();
        feed.poll();

        assertThat(received).isEmpty();
        assertThat(names("failed")).containsExactly("a.hl7", "a.hl7.reason");
    }

    @Test
    void sameNameAgain_overwritesNothing() throws IOException {
        var feed = feed();
        for (var message : List.of("M1", "M2", "M3")) {
            drop("a.hl7", message(message), 0);
            feed.poll();
            feed.poll();
        }

        assertThat(received).containsExactly("M1", "M2", "M3");
        assertThat(names("done")).hasSize(3).contains("a.hl7");
    }

    @Test
    void databaseDown_keepsFilesAndTheirOrderForTheNextPoll() throws IOException {
        receiver = (source, raw, via) -> {
            throw new IllegalStateException("database down");
        };
        var feed = feed();
        drop("a.hl7", message("M1"), 1);
        drop("b.hl7", message("M2"), 2);
        feed.poll();
        feed.poll();
        assertThat(names("failed")).isEmpty();

        receiver = this::accept;
        feed.poll();

        assertThat(received).containsExactly("M1", "M2");
        assertThat(names("done")).containsExactly("a.hl7", "b.hl7");
    }

    @Test
    void fileThatCanNeverBeStored_isInFailedAndTheNextOneGoesOn() throws IOException {
        receiver = (source, raw, via) -> {
            if (new String(raw, StandardCharsets.UTF_8).contains("M1")) {
                throw new IllegalStateException("a value too long for its column");
            }
            return accept(source, raw, via);
        };
        var feed = feed();
        drop("a.hl7", message("M1"), 1);
        drop("b.hl7", message("M2"), 2);
        for (var poll = 0; poll < 8; poll++) {
            feed.poll();
        }

        assertThat(received).containsExactly("M2");
        assertThat(names("failed")).containsExactly("a.hl7", "a.hl7.reason");
        assertThat(folder.resolve("failed/a.hl7.reason")).content().contains("5 attempts", "IllegalStateException");
    }

    @Test
    void aLongOutage_failsNoFile() throws IOException {
        receiver = (source, raw, via) -> {
            throw new CannotCreateTransactionException("database down");
        };
        var feed = feed();
        drop("a.hl7", message("M1"), 1);
        for (var poll = 0; poll < 12; poll++) {
            feed.poll();
        }
        assertThat(names("failed")).isEmpty();

        receiver = this::accept;
        feed.poll();
        feed.poll();
        assertThat(names("done")).containsExactly("a.hl7");
    }

    @Test
    void leftoverOfACrash_isTakenUpAfterATime() throws IOException {
        Files.createDirectories(folder.resolve("work"));
        Files.writeString(
                folder.resolve("work/" + now.toEpochMilli() + "~" + UUID.randomUUID() + "~a.hl7"), message("M1"));
        var feed = feed();

        feed.poll();
        now = now.plus(Duration.ofMinutes(5));
        feed.poll();
        assertThat(received).isEmpty();

        now = now.plusMillis(1);
        feed.poll();
        assertThat(received).containsExactly("M1");
        assertThat(names("done")).containsExactly("a.hl7");
    }

    @Test
    void twoReplicasOnOneFolder_takeEachFileOnce() throws Exception {
        for (var i = 0; i < 200; i++) {
            drop("m" + i + ".hl7", message("M" + i), i);
        }
        var one = feed();
        var two = feed();
        one.poll();
        two.poll();

        var threads = List.of(new Thread(one::poll), new Thread(two::poll));
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }

        assertThat(received).hasSize(200).doesNotHaveDuplicates();
        assertThat(names("done")).hasSize(200);
    }

    @Test
    void fhirFile_isDoneUnlessTheReceiverSaysWhyNot() throws IOException {
        receiver = (source, raw, via) ->
                raw.length > 50 ? Optional.of("{\"resourceType\":\"OperationOutcome\"}".getBytes()) : Optional.empty();
        var feed = feed(Format.FHIR);
        drop("good.json", "{\"resourceType\":\"Bundle\"}", 1);
        drop("bad.json", "{\"resourceType\":\"Bundle\",\"type\":\"this is no type of bundle\"}", 2);

        feed.poll();
        feed.poll();

        assertThat(names("done")).containsExactly("good.json");
        assertThat(names("failed")).containsExactly("bad.json", "bad.json.ack", "bad.json.reason");
    }

    @Test
    void started_itPollsByItself() throws IOException {
        var feed = feed();
        feed.start();
        try {
            drop("a.hl7", message("M1"), 0);
            await().untilAsserted(() -> assertThat(names("done")).containsExactly("a.hl7"));
        } finally {
            feed.stop();
        }
        assertThat(feed.isRunning()).isFalse();
    }

    @Test
    void folderThatCannotBeMade_leavesTheOthersAloneAndIsTakenUpOnceItCan(@TempDir Path other) throws IOException {
        var inTheWay = Files.writeString(other.resolve("in-the-way"), "a file");
        var feed = feed(
                TestSources.drop("clinic", Format.HL7V2, inTheWay), TestSources.drop("hospital", Format.HL7V2, folder));
        feed.start();
        try {
            drop("a.hl7", message("M1"), 0);
            await().untilAsserted(() -> assertThat(names("done")).containsExactly("a.hl7"));
            assertThat(feed.troubles()).containsOnlyKeys("clinic");
            Files.delete(inTheWay);
            await().until(() -> Files.isDirectory(inTheWay.resolve("done")));
            await().until(() -> feed.troubles().isEmpty());
        } finally {
            feed.stop();
        }
    }

    @Test
    void theSameTrouble_isLoggedOnceUntilItIsOver(@TempDir Path other) throws IOException {
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var logger = (Logger) LoggerFactory.getLogger(DropFeed.class);
        logger.addAppender(logged);
        try {
            var inTheWay = Files.writeString(other.resolve("in-the-way"), "a file");
            var feed = feed(TestSources.drop("clinic", Format.HL7V2, inTheWay));
            feed.poll();
            feed.poll();
            assertThat(logged.list).hasSize(1);

            Files.delete(inTheWay);
            feed.poll();
            Files.delete(inTheWay.resolve("done"));
            Files.writeString(inTheWay.resolve("done"), "a file");
            feed.poll();
            assertThat(logged.list).hasSize(2);
        } finally {
            logger.detachAppender(logged);
        }
    }

    private DropFeed feed() {
        return feed(Format.HL7V2);
    }

    private DropFeed feed(Format format) {
        return feed(TestSources.drop("hospital", format, folder));
    }

    private DropFeed feed(Source... sources) {
        var settings = new FeedsProperties(
                1, 1, DataSize.ofMegabytes(1), Duration.ofHours(1), Duration.ofMillis(20), Duration.ofMinutes(5));
        return new DropFeed(
                List.of(sources),
                (source, raw, via) -> receiver.receive(source, raw, via),
                settings,
                () -> now,
                UUID::randomUUID);
    }

    private Optional<byte[]> accept(String source, byte[] raw, String via) {
        received.add(Er7.component(raw, "MSH", 10).orElse("-"));
        return Optional.of(acknowledgement(raw, "AA", source));
    }

    private void drop(String name, String content, int second) throws IOException {
        var file = Files.writeString(folder.resolve(name), content);
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.parse("2026-07-22T09:00:00Z").plusSeconds(second)));
    }

    private List<String> names(String inside) throws IOException {
        try (var files = Files.list(folder.resolve(inside))) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }
}
