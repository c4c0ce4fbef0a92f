package dev.tributary.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.demo.Account.Notifications;
import dev.tributary.server.demo.Account.Played;
import dev.tributary.server.demo.Account.Pointers;
import dev.tributary.server.demo.Account.Records;
import dev.tributary.server.demo.Account.SourceCounts;
import dev.tributary.server.demo.Account.Trouble;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountTextTest {

    @Test
    void account_isToldOnOnePage() throws Exception {
        try (var golden = getClass().getResourceAsStream("account.txt")) {
            assertThat(AccountText.of(account())).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyLineButTheToken_fits100Columns() {
        assertThat(AccountText.of(account()).lines().filter(line -> !line.startsWith("TOKEN=")))
                .allMatch(line -> line.length() <= 100);
    }

    private static Account account() {
        return new Account(
                new Played(LocalDate.of(2026, 10, 25), 25, 170),
                List.of(
                        new SourceCounts("clinic", Map.of("applied", 30), 0),
                        new SourceCounts("hospital", Map.of("applied", 105, "failed", 1, "rejected", 1), 1),
                        new SourceCounts("laboratory", Map.of("applied", 35), 0)),
                new Records(49, 25),
                new Notifications(6, 88, 0, 0, 88, 14, 81),
                List.of(
                        new Trouble(
                                "17",
                                "hospital",
                                "ADT^A40",
                                "H20261025-0107",
                                "failed",
                                "MRG-1 is empty: it must name the number that is no longer used. Ask the sender to correct the message,"
                                        + " or correct the source's profile and replay it."),
                        new Trouble("93", "hospital", "", "", "rejected", "MSH-9 is missing")),
                List.of("after 60 s, 2 messages are still waiting and 0 notifications still pending"),
                new Pointers(
                        URI.create("http://localhost:8080"),
                        "eyJhbGciOiJSUzI1NiJ9." + "x".repeat(120),
                        "Rosa Ebro",
                        "0b2f1a52-31d8-5f0e-9a55-1f2f3c4d5e6f",
                        "01980a31-7f5e-7a10-8a34-0123456789ab",
                        "5c1c3d57-88a1-4f0d-93f5-0123456789ab"));
    }
}
