package dev.tributary.conformance.scene;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What one run of one check works with; records every exchange and cleans up after itself. */
public final class Scene implements AutoCloseable {
    private final Target target;
    private final Capabilities capabilities;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final List<Exchange> exchanges = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Runnable> atEnd = new ArrayDeque<>();

    public Scene(Target target, Capabilities capabilities, Supplier<UUID> ids, InstantSource clock) {
        this.target = target;
        this.capabilities = capabilities;
        this.ids = ids;
        this.clock = clock;
    }

    public Target target() {
        return target;
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    /** A client with the role's token. */
    public FhirClient as(Role role) {
        return new FhirClient(target, target.token(role), exchanges::add);
    }

    /** Writes as the source. */
    public FhirClient writer() {
        return as(Role.SOURCE);
    }

    /** Searches and reads everything. */
    public FhirClient reader() {
        return as(Role.READER);
    }

    public FhirClient anonymous() {
        return new FhirClient(target, Optional.empty(), exchanges::add);
    }

    public FhirClient withToken(String token) {
        return new FhirClient(target, Optional.of(token), exchanges::add);
    }

    /** Sample resources that nothing else on the target can be confused with. */
    public Samples samples() {
        return new Samples(ids);
    }

    /** A value used nowhere else: letters and digits, fit for an id. */
    public String unique() {
        return Samples.unique(ids);
    }

    public Supplier<UUID> ids() {
        return ids;
    }

    public Instant now() {
        return clock.instant();
    }

    public Eventually eventually() {
        return new Eventually(target.patience());
    }

    /** Starts an HTTP receiver that is stopped when the check ends. */
    public Receiver receiver() {
        Receiver receiver = Receiver.start(target.receiverHost());
        atEnd(receiver::close);
        return receiver;
    }

    /** Connects to a web socket of the target; closed when the check ends. */
    public Socket socket(String url) {
        Socket socket = Socket.open(url);
        atEnd(socket::close);
        return socket;
    }

    /** Connects to the MLLP listener; closed when the check ends. */
    public MllpConnection mllp() {
        var address = target.mllp().orElseThrow(() -> new NotApplicable("no MLLP listener given"));
        MllpConnection connection = MllpConnection.open(address, exchanges::add);
        atEnd(connection::close);
        return connection;
    }

    /** Runs when the check ends, whatever came of it; failures there are of no interest to the check. */
    public void atEnd(Runnable cleanup) {
        atEnd.push(cleanup);
    }

    public List<Exchange> exchanges() {
        synchronized (exchanges) {
            return List.copyOf(exchanges);
        }
    }

    @Override
    public void close() {
        while (!atEnd.isEmpty()) {
            try {
                atEnd.pop().run();
            } catch (RuntimeException | Unmet e) {
                exchanges.add(new Exchange("cleanup", "", String.valueOf(e.getMessage()), 0));
            }
        }
    }
}
