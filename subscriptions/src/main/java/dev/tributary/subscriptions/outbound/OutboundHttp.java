package dev.tributary.subscriptions.outbound;

import dev.tributary.subscriptions.registry.EndpointPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous HTTP/1.1 towards receivers. It connects to addresses that the {@link EndpointPolicy} has looked at and to no other, follows no
 * redirect, keeps no cookie, repeats nothing by itself, and keeps a bounded part of an answer.
 */
public final class OutboundHttp implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KEEP_IDLE = Duration.ofSeconds(20);
    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int MOST_HEADERS = 200;

    private final CloseableHttpAsyncClient client;
    private final Executor executor;
    /** Asked before each request, since behind a proxy the client resolves no receiver's name; null if it does, or if all may be called. */
    private final @Nullable EndpointPolicy behindProxy;

    /**
     * How receivers are reached.
     *
     * @param perReceiver connections to one scheme, host and port at a time; further requests to it wait, within their own time
     * @param total connections at a time
     * @param proxy {@code http://host:port} that all requests go through; null for none
     * @param tls whom to trust and what to show
     */
    public record Settings(
            int perReceiver, int total, @Nullable URI proxy, SSLContext tls) {}

    /**
     * One request, a POST unless it says otherwise.
     *
     * @param headers by name, Content-Type among them
     * @param timeout from now until the answer is complete
     * @param keep how many bytes of the answer's body are wanted; the rest is read and thrown away
     */
    public record Post(String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout, int keep) {

        public Post(URI uri, Map<String, String> headers, byte[] body, Duration timeout, int keep) {
            this("POST", uri, headers, body, timeout, keep);
        }

        /** The same with one more header. */
        public Post with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Post(method, uri, more, body, timeout, keep);
        }
    }

    /**
     * @param policy which addresses may be connected to
     * @param executor runs what depends on an answer, so that it may block
     */
    public OutboundHttp(EndpointPolicy policy, Settings settings, Executor executor) {
        this(resolver(policy, settings.proxy()), settings.proxy() == null ? null : policy, settings, executor);
    }

    private OutboundHttp(
            DnsResolver resolver, @Nullable EndpointPolicy behindProxy, Settings settings, Executor executor) {
        this.executor = executor;
        this.behindProxy = behindProxy;
        var connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setTlsStrategy(ClientTlsStrategyBuilder.create()
                        .setSslContext(settings.tls())
                        .setTlsVersions(TLS.V_1_3, TLS.V_1_2)
                        .setHostVerificationPolicy(HostnameVerificationPolicy.BOTH)
                        .setHostnameVerifier(new DefaultHostnameVerifier())
                        .buildAsync())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(timeout(CONNECT_TIMEOUT))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(CONNECT_TIMEOUT))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setMaxConnPerRoute(settings.perReceiver())
                .setMaxConnTotal(settings.total())
                .build();
        var builder = HttpAsyncClients.custom()
                .setConnectionManager(connections)
                .setHttp1Config(Http1Config.custom()
                        .setMaxLineLength(LONGEST_HEADER)
                        .setMaxHeaderCount(MOST_HEADERS)
                        .build())
                .setUserAgent("Tributary")
                .evictExpiredConnections()
                .evictIdleConnections(TimeValue.of(KEEP_IDLE))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching();
        URI proxy = settings.proxy();
        if (proxy != null) {
            builder.setProxy(HttpHost.create(proxy));
        }
        this.client = builder.build();
        this.client.start();
    }

    /** The same client for addresses that the operator has written down: nothing is forbidden to it. */
    public static OutboundHttp trusting(Settings settings, Executor executor) {
        return new OutboundHttp(SystemDefaultDnsResolver.INSTANCE, null, settings, executor);
    }

    /** A proxy resolves names itself; its own address is the operator's choice. */
    private static DnsResolver resolver(EndpointPolicy policy, @Nullable URI proxy) {
        return proxy == null ? new CheckedAddresses(policy) : SystemDefaultDnsResolver.INSTANCE;
    }

    /**
     * Sends it. The future fails with an {@link IOException} or {@link TimeoutException}, which {@link OutboundFailure} puts in words; what
     * follows it runs on the executor.
     */
    public CompletableFuture<OutboundAnswer> post(Post post) {
        try {
            if (behindProxy != null) {
                behindProxy.checkAddresses(post.uri());
            }
        } catch (UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<OutboundAnswer> answer = new CompletableFuture<>();
        Future<OutboundAnswer> exchange =
                client.execute(request(post), new BoundedAnswer(post.keep()), context(post), completing(answer));
        // The client's own time-outs are about silence; an answer that trickles must end as well.
        return answer.orTimeout(post.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        exchange.cancel(true);
                    }
                })
                .handleAsync(OutboundHttp::pass, executor)
                .thenCompose(same -> same);
    }

    private static CompletableFuture<OutboundAnswer> pass(
            @Nullable OutboundAnswer answer, @Nullable Throwable failure) {
        return answer != null
                ? CompletableFuture.completedFuture(answer)
                : CompletableFuture.failedFuture(failure == null ? new IOException("No answer") : failure);
    }

    private static AsyncRequestProducer request(Post post) {
        AsyncRequestBuilder request = AsyncRequestBuilder.create(post.method()).setUri(post.uri());
        post.headers().forEach(request::addHeader);
        return request.setEntity(new BasicAsyncEntityProducer(post.body(), null))
                .build();
    }

    private static HttpClientContext context(Post post) {
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(post.timeout()))
                .setResponseTimeout(timeout(post.timeout()))
                .build());
        return context;
    }

    private static FutureCallback<OutboundAnswer> completing(CompletableFuture<OutboundAnswer> answer) {
        return new FutureCallback<>() {
            @Override
            public void completed(OutboundAnswer result) {
                answer.complete(result);
            }

            @Override
            public void failed(Exception failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void cancelled() {
                answer.completeExceptionally(new IOException("The request was cancelled"));
            }
        };
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(duration.toMillis());
    }

    /** Breaks off whatever is under way. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
