package dev.tributary.server.demo;

import dev.tributary.server.demo.Account.Played;
import dev.tributary.server.demo.Account.Pointers;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays one day of care against a hub and tells what came of it. Its receiver stays until it is closed. */
public final class Demo implements AutoCloseable {

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);
    private static final Duration ACTIVE_LIMIT = Duration.ofSeconds(20);
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(60);
    private static final Duration ACKNOWLEDGEMENT_LIMIT = Duration.ofSeconds(30);

    /** The first day lies so far back that many days can be played before today. */
    private static final int FIRST_DAY_DAYS_AGO = 28;

    private final DemoHub hub;
    private final PrintStream out;
    private final boolean terminal;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final Receiver receiver;
    private final String token;

    /** Opens the receiver. */
    public Demo(DemoHub hub, PrintStream out, boolean terminal, Clock clock) throws IOException {
        this.hub = hub;
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.receiver = new Receiver();
        this.token = hub.tokens().issue("demo", Set.of("operator", "reader", "subscriber"), TOKEN_LIFETIME);
    }

    /** Subscribes, plays, waits for the hub to come to rest and prints the account; throws if the hub cannot be reached. */
    public void play() throws IOException {
        var operator = new HttpFace(client, hub.base(), token);
        var view = new HubView(operator);
        var day = DemoDay.of(nextDay(view));
        var subscriptions = new Subscriber(operator).subscribe(receiver.endpoint(), ACTIVE_LIMIT);
        out.println("Playing a day of care: " + day.steps().size() + " messages about "
                + day.people().size() + " people from a hospital, a clinic and a laboratory.");
        var remarks = new ArrayList<>(send(day));
        view.awaitQuiet(QUIET_LIMIT).ifPresent(remarks::add);
        out.print(AccountText.of(account(day, view, subscriptions, remarks)));
        out.flush();
    }

    private LocalDate nextDay(HubView view) throws IOException {
        return view.lastDay()
                .map(day -> day.plusDays(1))
                .orElseGet(() -> LocalDate.now(clock).minusDays(FIRST_DAY_DAYS_AGO));
    }

    private List<String> send(DemoDay day) throws IOException {
        try (var mllp = new MllpClient(hub.mllp(), ACKNOWLEDGEMENT_LIMIT)) {
            return new Player(mllp, source(Step.CLINIC), source(Step.LABORATORY))
                    .play(day, new Progress(out, terminal, day.steps().size()));
        }
    }

    private HttpFace source(String id) {
        return new HttpFace(client, hub.base(), hub.tokens().issue(id, Set.of("source"), TOKEN_LIFETIME));
    }

    private Account account(DemoDay day, HubView view, Map<String, String> subscriptions, List<String> remarks)
            throws IOException {
        var person = day.wellKnown();
        var troubles = view.troubles();
        var parked = troubles.stream()
                .filter(trouble -> trouble.state().equals("failed"))
                .map(Account.Trouble::id)
                .findFirst();
        return new Account(
                new Played(day.date(), day.people().size(), day.steps().size()),
                view.sources(),
                view.records(),
                view.notifications(subscriptions.size(), receiver.received()),
                troubles,
                remarks,
                new Pointers(
                        hub.base(),
                        token,
                        person.name(),
                        view.patient(person.ssn()).orElse(null),
                        parked.orElse(null),
                        subscriptions.get("discharge")));
    }

    @Override
    public void close() {
        receiver.close();
    }
}
