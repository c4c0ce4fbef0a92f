package dev.tributary.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A hub, and a receiver of its notifications. */
abstract class EngineContract {

    Hub hub;
    Receiver receiver;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        hub = new Hub(database());
        receiver = new Receiver(Hub.FHIR);
    }

    @AfterEach
    void close() throws Exception {
        try {
            receiver.close();
        } finally {
            hub.close();
        }
    }

    void activate(String id, Subscription subscription) {
        hub.subscribe(id, subscription);
        awaitStatus(id, SubscriptionStatus.ACTIVE);
    }

    void awaitStatus(String id, SubscriptionStatus status) {
        await().atMost(Duration.ofSeconds(10)).until(() -> hub.status(id) == status);
    }

    void awaitNumbers(String path, int last) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(receiver.numbers(path)).containsExactlyElementsOf(upTo(last)));
    }

    static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }
}
