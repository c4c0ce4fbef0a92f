package dev.tributary.bench.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SB-09: numbers are sequential per subscription, without holes. */
class DeliveryAccountTest {

    private static Delivery delivery(String subscription, long number, String focus) {
        return new Delivery(subscription, number, focus, "", 0, Instant.EPOCH);
    }

    @Test
    void aRepeat_isADuplicateAndNoReuse() {
        var account = DeliveryAccount.of(List.of(
                delivery("s", 2, "Encounter/b"), delivery("s", 1, "Encounter/a"), delivery("s", 2, "Encounter/b")));
        assertThat(account).isEqualTo(new DeliveryAccount(2, 1, List.of(), List.of()));
    }

    @Test
    void holesAndReusedNumbers_areFound() {
        var account = DeliveryAccount.of(List.of(
                delivery("s", 3, "Encounter/a"), delivery("s", 5, "Encounter/b"), delivery("s", 5, "Encounter/c")));
        assertThat(account).isEqualTo(new DeliveryAccount(2, 1, List.of(1L, 2L, 4L), List.of(5L)));
    }

    @Test
    void subscriptions_countEachForThemselves() {
        var accounts = DeliveryAccount.bySubscription(
                List.of(delivery("s", 1, "Encounter/a"), delivery("t", 1, "Encounter/b")));
        assertThat(accounts)
                .hasSize(2)
                .allSatisfy((name, account) -> assertThat(account.missing()).isEmpty());
    }

    @Test
    void nothing_isNoGap() {
        assertThat(DeliveryAccount.of(List.of())).isEqualTo(new DeliveryAccount(0, 0, List.of(), List.of()));
    }
}
