package dev.tributary.server.feeds;

import static dev.tributary.server.feeds.MllpSender.END;
import static dev.tributary.server.feeds.MllpSender.START;
import static dev.tributary.server.feeds.TestSources.acknowledgement;
import static dev.tributary.server.feeds.TestSources.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.server.sources.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** V2-01 and the transport's part of V2-02, over real sockets. */
class MllpFeedTest {

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private MessageReceiver receiver = this::accept;
    private MllpFeed feed;

    @AfterEach
    void stop() {
        if (feed != null) {
            feed.stop();
        }
    }

    @Test
    @DisplayName("V2-01: several messages a connection are answered one by one")
    void severalMessages_onOneConnection() throws IOException {
        try (var sender = sender()) {
            for (var i = 0; i < 5; i++) {
                assertThat(sender.frame(message("M" + i)).acknowledgement()).isEqualTo("AA|M" + i);
            }
        }
        assertThat(received).containsExactly("hospital M0", "hospital M1", "hospital M2", "hospital M3", "hospital M4");
    }

    @Test
    @DisplayName("V2-01: messages merged into one TCP segment are answered in order")
    void mergedSegments_areAnsweredInOrder() throws IOException {
        var merged = new StringBuilder();
        for (var i = 0; i < 50; i++) {
            merged.append(START).append(message("M" + i)).append(END);
        }
        try (var sender = sender()) {
            sender.bytes(merged.toString());
            for (var i = 0; i < 50; i++) {
                assertThat(sender.acknowledgement()).isEqualTo("AA|M" + i);
            }
        }
    }

    @Test
    @DisplayName("V2-01: a slow sender, one byte a segment, is understood")
    void slowSender_byteByByte() throws IOException {
        try (var sender = sender()) {
            for (var each : (START + message("SLOW") + END).split("")) {
                sender.bytes(each);
            }
            assertThat(sender.acknowledgement()).isEqualTo("AA|SLOW");
        }
    }

    @Test
    @DisplayName("V2-01: junk between frames and a missing carriage return do no harm")
    void junkAndMissingCarriageReturn_areTolerated() throws IOException {
        try (var sender = sender()) {
            sender.bytes("GET / HTTP/1.1\r\n\r\n" + START + message("M1") + "\u001c" + START + message("M2") + END);
            assertThat(sender.acknowledgement()).isEqualTo("AA|M1");
            assertThat(sender.acknowledgement()).isEqualTo("AA|M2");
            sender.bytes(START + "\u001c\r\u001c\r").frame(message("M3"));
            assertThat(sender.acknowledgement()).isEqualTo("AA|M3");
        }
        assertThat(meters.counter("hub.feeds.mllp.broken", "source", "hospital").count())
                .isPositive();
    }

    @Test
    @DisplayName("V2-01: a frame broken off and begun anew is read anew")
    void brokenFrame_isBegunAnew() throws IOException {
        try (var sender = sender()) {
            sender.bytes(START + "MSH|^~\\&|APP|half a mess").bytes(START).frame(message("M1"));
            assertThat(sender.text()).contains("MSA|AA|");
            sender.bytes(START + "MSH|^~\\&|APP|half").frame(message("M2"));
            assertThat(sender.acknowledgement()).isEqualTo("AA|M2");
        }
    }

    @Test
    void verticalTabInAMessage_isText() throws IOException {
        try (var sender = sender()) {
            var message = message("VT") + "OBX|1|TX|||line one\u000bline two\u000b\r";
            assertThat(sender.frame(message).acknowledgement()).isEqualTo("AA|VT");
        }
        assertThat(received).hasSize(1);
    }

    @Test
    @DisplayName("V2-01: a connection that dies in the middle of a frame leaves the listener alive")
    void connectionThatDies_leavesTheListenerAlive() throws IOException {
        feed = start(TestSources.settings(), hospital());
        try (var dying = connect("hospital")) {
            dying.bytes(START + "MSH|^~");
        }
        try (var sender = connect("hospital")) {
            assertThat(sender.frame(message("M1")).acknowledgement()).isEqualTo("AA|M1");
        }
        assertThat(received).containsExactly("hospital M1");
    }

    @Test
    void senderThatClosesItsSideAtOnce_stillGetsItsAnswer() throws IOException {
        try (var sender = sender()) {
            sender.frame(message("LAST")).closeOutput();
            assertThat(sender.acknowledgement()).isEqualTo("AA|LAST");
            assertThat(sender.acknowledgement()).isEqualTo("closed");
        }
    }

    @Test
    @DisplayName("V2-02: a message that is too large is answered AR with its control id, and the connection goes on")
    void tooLarge_isAnsweredArAndTheConnectionGoesOn() throws IOException {
        try (var sender = sender()) {
            sender.frame(message("BIG") + "x".repeat(3 * 1024 * 1024)).frame(message("M1"));
            assertThat(sender.acknowledgement()).isEqualTo("AR|BIG");
            assertThat(sender.acknowledgement()).isEqualTo("AA|M1");
        }
        assertThat(received).containsExactly("hospital M1");
    }

    @Test
    @DisplayName("V2-02: what could not be stored is not answered; the connection closes and the listener lives")
    void receiverThatThrows_closesWithoutAnAnswer() throws IOException {
        receiver = (source, raw, via) -> {
            if (text(raw).contains("|POISON|")) {
                throw new IllegalStateException("database down");
            }
            return accept(source, raw, via);
        };
        try (var sender = sender()) {
            assertThat(sender.frame(message("POISON")).acknowledgement()).isEqualTo("closed");
        }
        try (var sender = connect("hospital")) {
            assertThat(sender.frame(message("M1")).acknowledgement()).isEqualTo("AA|M1");
        }
    }

    @Test
    @DisplayName("V2-02: a message that asks for no acknowledgement gets none")
    void messageWithoutAcknowledgement_isFollowedByTheNext() throws IOException {
        receiver = (source, raw, via) -> text(raw).contains("|QUIET|") ? Optional.empty() : accept(source, raw, via);
        try (var sender = sender()) {
            assertThat(sender.frame(message("QUIET")).frame(message("M1")).acknowledgement())
                    .isEqualTo("AA|M1");
        }
    }

    @Test
    void backPressure_nothingMoreIsTakenWhileAMessageIsInWork() throws Exception {
        var inWork = new AtomicInteger();
        var most = new AtomicInteger();
        var release = new CountDownLatch(1);
        receiver = (source, raw, via) -> {
            most.accumulateAndGet(inWork.incrementAndGet(), Math::max);
            await().until(() -> release.getCount() == 0);
            inWork.decrementAndGet();
            return accept(source, raw, via);
        };
        try (var sender = sender()) {
            sender.frame(message("M1")).frame(message("M2")).frame(message("M3"));
            await().until(() -> inWork.get() == 1);
            release.countDown();
            assertThat(List.of(sender.acknowledgement(), sender.acknowledgement(), sender.acknowledgement()))
                    .containsExactly("AA|M1", "AA|M2", "AA|M3");
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void fiveHundredConnectionsAtOnce_twoMessagesEach() throws Exception {
        feed = start(TestSources.settings(), hospital());
        var senders = new ArrayList<MllpSender>();
        try {
            for (var i = 0; i < 500; i++) {
                senders.add(connect("hospital"));
            }
            await().until(() -> meters.get("hub.feeds.mllp.connections").gauge().value() == 500);
            for (var round = 0; round < 2; round++) {
                for (var i = 0; i < 500; i++) {
                    senders.get(i).frame(message("C" + i + "R" + round));
                }
            }
            for (var i = 0; i < 500; i++) {
                assertThat(senders.get(i).acknowledgement()).isEqualTo("AA|C" + i + "R0");
                assertThat(senders.get(i).acknowledgement()).isEqualTo("AA|C" + i + "R1");
            }
        } finally {
            for (var sender : senders) {
                sender.close();
            }
        }
        assertThat(received).hasSize(1000).doesNotHaveDuplicates();
        await().until(() -> meters.get("hub.feeds.mllp.connections").gauge().value() == 0);
    }

    @Test
    void moreConnectionsThanAllowed_areClosed() throws IOException {
        feed = start(
                new FeedsProperties(
                        1,
                        1,
                        DataSize.ofMegabytes(1),
                        Duration.ofHours(1),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(5)),
                hospital());
        try (var first = connect("hospital")) {
            assertThat(first.frame(message("M1")).acknowledgement()).isEqualTo("AA|M1");
            try (var second = connect("hospital")) {
                assertThat(second.acknowledgement()).isEqualTo("closed");
            }
            assertThat(first.frame(message("M2")).acknowledgement()).isEqualTo("AA|M2");
        }
    }

    @Test
    void idleConnection_isClosed() throws IOException {
        feed = start(
                new FeedsProperties(
                        1,
                        1,
                        DataSize.ofMegabytes(1),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(5)),
                hospital());
        try (var sender = connect("hospital")) {
            assertThat(sender.acknowledgement()).isEqualTo("closed");
        }
    }

    @Test
    void sourcesOnOnePort_areToldApartByFacility() throws IOException {
        var port = freePort();
        feed = start(
                TestSources.settings(),
                TestSources.mllp("north", port, Set.of("NORTH"), null),
                TestSources.mllp("south", port, Set.of("SOUTH"), null));
        try (var sender = connect("south")) {
            sender.frame(message("S1", "SOUTH")).acknowledgement();
            sender.frame(message("N1", "NORTH")).acknowledgement();
            sender.frame(message("X1", "NOWHERE")).acknowledgement();
        }
        assertThat(received).containsExactly("south S1", "north N1", "north X1");
    }

    @Test
    void portInUse_isOneLineThatSaysWhatToDo() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var source = TestSources.mllp("hospital", taken.getLocalPort(), Set.of(), null);

            assertThatThrownBy(() -> start(TestSources.settings(), source))
                    .isInstanceOf(FeedException.class)
                    .hasMessageContaining(
                            "Source hospital: cannot listen for MLLP on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("config/sources/hospital.yaml");
        }
    }

    @Test
    void addressOfAnotherMachine_closesItsSourceAndNoOther() throws IOException {
        feed = start(
                TestSources.settings(),
                TestSources.mllpAt("elsewhere", "203.0.113.9"),
                TestSources.mllpAt("nowhere", "no-such-host.invalid"),
                hospital());

        assertThat(feed.port("elsewhere")).isEmpty();
        assertThat(feed.port("nowhere")).isEmpty();
        try (var sender = connect("hospital")) {
            assertThat(sender.frame(message("M1")).acknowledgement()).isEqualTo("AA|M1");
        }
    }

    @Test
    void stop_letsAMessageInWorkBeAnswered() throws Exception {
        var inWork = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        receiver = (source, raw, via) -> {
            inWork.countDown();
            await().until(() -> release.getCount() == 0);
            return accept(source, raw, via);
        };
        try (var sender = sender()) {
            sender.frame(message("M1"));
            assertThat(inWork.await(5, TimeUnit.SECONDS)).isTrue();
            var stopping = new Thread(feed::stop);
            stopping.start();
            release.countDown();
            assertThat(sender.acknowledgement()).isEqualTo("AA|M1");
            stopping.join();
        }
    }

    private MllpSender sender() throws IOException {
        feed = start(TestSources.settings(), hospital());
        return connect("hospital");
    }

    private static Source hospital() {
        return TestSources.mllp("hospital", 0, Set.of(), null);
    }

    private MllpSender connect(String source) throws IOException {
        return MllpSender.to(feed.port(source).orElseThrow());
    }

    private MllpFeed start(FeedsProperties settings, Source... sources) {
        var started = new MllpFeed(List.of(sources), receiver, settings, InstantSource.system(), meters);
        started.start();
        return started;
    }

    private Optional<byte[]> accept(String source, byte[] raw, String via) {
        received.add(source + " " + Er7.component(raw, "MSH", 10).orElse("-"));
        return Optional.of(acknowledgement(raw, "AA", source));
    }

    private static String text(byte[] raw) {
        return new String(raw, StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
