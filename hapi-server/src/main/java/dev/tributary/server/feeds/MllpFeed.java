package dev.tributary.server.feeds;

import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.TlsContext;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Listens for HL7 v2 over
 * <a href="https://www.hl7.org/documentcenter/public/wg/inm/mllp_transport_specification.PDF">MLLP</a>, one listener a port.
 * {@link #start()} throws {@link FeedException} if a port is in use; a source whose address is none of this machine's has no listener,
 * and the others start. {@link #stop()} lets messages in work finish.
 */
public final class MllpFeed implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MllpFeed.class);
    private static final long GRACE_SECONDS = 10;

    private final List<Source> sources;
    private final MessageReceiver receiver;
    private final FeedsProperties settings;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<String, Channel> listeners = new LinkedHashMap<>();
    private @Nullable EventLoopGroup eventLoops;
    private @Nullable ExecutorService workers;

    /** Listens for those of the sources whose file has {@code feeds.mllp}. */
    public MllpFeed(
            List<Source> sources,
            MessageReceiver receiver,
            FeedsProperties settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.sources = sources.stream()
                .filter(source -> source.feeds().mllp().isPresent())
                .toList();
        this.receiver = receiver;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
        Gauge.builder("hub.feeds.mllp.connections", connections, ChannelGroup::size)
                .register(meters);
    }

    @Override
    public synchronized void start() {
        if (isRunning() || sources.isEmpty()) {
            return;
        }
        eventLoops = new NioEventLoopGroup(2, new DefaultThreadFactory("mllp"));
        // At most one message per connection is ever waiting, so max-connections bounds the queue.
        workers = Executors.newFixedThreadPool(settings.workers(), new DefaultThreadFactory("mllp-worker"));
        try {
            byListener().forEach(this::listen);
        } catch (FeedException e) {
            stop();
            throw e;
        }
    }

    @Override
    public synchronized void stop() {
        listeners.values().forEach(listener -> listener.close().awaitUninterruptibly());
        listeners.clear();
        if (workers != null) {
            workers.shutdown();
            awaitWorkers(workers);
            workers = null;
        }
        connections.close().awaitUninterruptibly(GRACE_SECONDS, TimeUnit.SECONDS);
        if (eventLoops != null) {
            eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            eventLoops = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return eventLoops != null;
    }

    /** The port that a source's listener has got; empty if it has none. */
    public synchronized OptionalInt port(String sourceId) {
        var listener = listeners.get(sourceId);
        return listener == null
                ? OptionalInt.empty()
                : OptionalInt.of(((InetSocketAddress) listener.localAddress()).getPort());
    }

    private static void awaitWorkers(ExecutorService workers) {
        try {
            if (!workers.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Messages over MLLP are still in work; their senders get no answer and send again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sources of one port share a listener; port 0 is a new port each time. */
    private List<List<Source>> byListener() {
        var byPort = sources.stream()
                .collect(Collectors.groupingBy(
                        source -> mllp(source).port(), LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
        var any = Optional.ofNullable(byPort.remove(0)).orElseGet(ArrayList::new);
        var listeners = new ArrayList<List<Source>>(byPort.values());
        any.forEach(source -> listeners.add(List.of(source)));
        return listeners;
    }

    private void listen(List<Source> sharing) {
        var mllp = mllp(sharing.get(0));
        var names = sharing.stream().map(Source::id).collect(Collectors.joining(", "));
        var bootstrap = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(pipeline(sharing, names, tls(mllp, names)));
        var bound = bootstrap
                .bind(new InetSocketAddress(mllp.address(), mllp.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            cannotListen(mllp, names, sharing.get(0).id(), bound.cause());
            return;
        }
        sharing.forEach(source -> listeners.put(source.id(), bound.channel()));
        LOG.info("Source {}: MLLP on {}", names, bound.channel().localAddress());
    }

    private static void cannotListen(Source.Mllp mllp, String names, String first, Throwable cause) {
        if (isNoAddressHere(cause)) {
            LOG.error(
                    "Source {}: feeds.mllp.address in config/sources/{}.yaml is {}, which is no address of this machine. Set it to"
                            + " one, or to 0.0.0.0 for all.",
                    names,
                    first,
                    mllp.address());
            return;
        }
        throw new FeedException(
                ("Source %s: cannot listen for MLLP on %s:%d (%s). Stop the program that has the port, or set feeds.mllp in"
                                + " config/sources/%s.yaml to another port or address.")
                        .formatted(names, mllp.address(), mllp.port(), cause.getMessage(), first),
                cause);
    }

    /** A mistake in the file of one source, which the others need not wait for; a port in use is somebody's who runs the hub twice. */
    private static boolean isNoAddressHere(Throwable cause) {
        return cause instanceof UnresolvedAddressException
                || cause instanceof UnknownHostException
                || (cause instanceof BindException
                        && String.valueOf(cause.getMessage()).contains("Cannot assign"));
    }

    private ChannelInitializer<SocketChannel> pipeline(List<Source> sharing, String names, Optional<SslContext> tls) {
        var selector = new SenderSelector(sharing);
        var stored = meters.counter("hub.feeds.mllp.messages", "source", names);
        Function<byte[], Optional<byte[]>> receive = raw -> {
            var answer = receiver.receive(selector.select(raw), raw, "mllp");
            stored.increment();
            return answer;
        };
        var refusal = new TooLargeAcknowledgement(clock, settings.tooLarge());
        var refused = meters.counter("hub.feeds.mllp.too.large", "source", names);
        Function<byte[], byte[]> tooLarge = head -> {
            refused.increment();
            receiver.refuse(selector.select(head), head, "mllp", settings.tooLarge());
            return refusal.of(head);
        };
        var pool = Objects.requireNonNull(workers);
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                if (connections.size() >= settings.maxConnections()) {
                    LOG.warn(
                            "Source {}: more than {} MLLP connections; a new one is closed.",
                            names,
                            connections.size());
                    channel.close();
                    return;
                }
                connections.add(channel);
                tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
                channel.pipeline()
                        .addLast(new IdleStateHandler(
                                0, 0, settings.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                        .addLast(new MllpFrameDecoder(settings.maxMessageBytes(), broken(names)))
                        .addLast(new FlowControlHandler())
                        .addLast(new MllpConnection(receive, tooLarge, pool, names));
            }
        };
    }

    /** Counts every time, and logs once a connection, so that a confused sender cannot fill the disk. */
    private Runnable broken(String names) {
        var counter = meters.counter("hub.feeds.mllp.broken", "source", names);
        var told = new AtomicBoolean();
        return () -> {
            counter.increment();
            if (told.compareAndSet(false, true)) {
                LOG.warn("Source {}: bytes over MLLP that are no whole frame were skipped.", names);
            }
        };
    }

    private static Optional<SslContext> tls(Source.Mllp mllp, String names) {
        if (mllp.tls().isEmpty()) {
            return Optional.empty();
        }
        var files = mllp.tls().get();
        try {
            return Optional.of(TlsContext.of(files));
        } catch (SSLException | IllegalArgumentException e) {
            throw new FeedException(
                    ("Source %s: feeds.mllp.tls cannot be used (%s). The certificate must be PEM and the key unencrypted"
                                    + " PKCS#8 PEM; openssl pkcs8 -topk8 -nocrypt makes one.")
                            .formatted(names, e.getMessage()),
                    e);
        }
    }

    private static Source.Mllp mllp(Source source) {
        return source.feeds().mllp().orElseThrow();
    }
}
