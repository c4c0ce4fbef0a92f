package dev.tributary.server.notify;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.HubProperties;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.channel.BindingTokens;
import dev.tributary.subscriptions.channel.EmailChannel;
import dev.tributary.subscriptions.channel.NotificationSecret;
import dev.tributary.subscriptions.channel.Payloads;
import dev.tributary.subscriptions.channel.PlainRestHook;
import dev.tributary.subscriptions.channel.RestHook;
import dev.tributary.subscriptions.channel.SocketBinding;
import dev.tributary.subscriptions.channel.WebSocketChannel;
import dev.tributary.subscriptions.delivery.Channel;
import dev.tributary.subscriptions.delivery.Channels;
import dev.tributary.subscriptions.outbound.OutboundHttp;
import dev.tributary.subscriptions.outbound.ReceiverTokens;
import dev.tributary.subscriptions.outbound.SigningKeys;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.context.support.HttpRequestHandlerServlet;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/** Wires every way to tell subscribers. A channel is a bean of type {@link Channel}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ReceiverProperties.class, EmailProperties.class, TlsProperties.class})
public class ChannelConfiguration {

    /** The path of web sockets below the base URL; more exact than the FHIR server's own, so that it wins. */
    static final String SOCKETS = "/fhir/websocket";

    private static final String HANDLER = "subscriptionSockets";
    private static final int CONNECTIONS_PER_RECEIVER = 16;
    private static final int CONNECTIONS = 256;

    /** Threads for what may block on the way out: name resolution, SMTP, what follows an answer. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService outboundThreads() {
        var count = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "hub-outbound-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    Channels channels(List<Channel> channels) {
        return new Channels(channels);
    }

    @Bean
    NotificationSecret notificationSecret() {
        return new NotificationSecret();
    }

    @Bean
    Payloads payloads(FhirContext fhir, BackportBundles bundles) {
        return new Payloads(fhir, bundles);
    }

    @Bean
    OutboundHttp.Settings outboundSettings(ReceiverProperties properties, TlsProperties tls) {
        return new OutboundHttp.Settings(
                CONNECTIONS_PER_RECEIVER, CONNECTIONS, properties.proxy(), OutboundTls.of(tls));
    }

    @Bean
    OutboundHttp outboundHttp(
            EndpointPolicy policy,
            OutboundHttp.Settings settings,
            @Qualifier("outboundThreads") ExecutorService threads) {
        return new OutboundHttp(policy, settings, threads);
    }

    /** Token servers are the operator's own choice, so no policy stands between. */
    @Bean
    OutboundHttp tokenHttp(OutboundHttp.Settings settings, @Qualifier("outboundThreads") ExecutorService threads) {
        return OutboundHttp.trusting(settings, threads);
    }

    @Bean
    ReceiverTokens receiverTokens(
            @Qualifier("tokenHttp") OutboundHttp tokenHttp, ReceiverProperties properties, Clock clock) {
        var credentials =
                properties.oauth().stream().map(Receivers.Oauth::credentials).toList();
        return new ReceiverTokens(credentials, tokenHttp, clock);
    }

    @Bean
    SigningKeys signingKeys(ReceiverProperties properties) {
        return new SigningKeys(
                properties.signing().stream().map(Receivers.Signing::signingKey).toList());
    }

    @Bean
    RestHook restHook(
            Payloads payloads,
            EndpointPolicy policy,
            @Qualifier("outboundHttp") OutboundHttp http,
            ReceiverTokens tokens,
            SigningKeys keys,
            Clock clock) {
        return new RestHook(new RestHook.Parts(payloads, policy, http, tokens, keys, clock));
    }

    @Bean
    PlainRestHook plainRestHook(RestHook hook, DaoRegistry daos, @Lazy Disclosure disclosure, FhirContext fhir) {
        return new PlainRestHook(hook, new RecordReader(daos, disclosure), fhir);
    }

    @Bean
    EmailChannel emailChannel(
            EmailProperties properties,
            Payloads payloads,
            HubProperties hub,
            @Qualifier("outboundThreads") ExecutorService threads) {
        return new EmailChannel(properties.settings(), payloads, hub.fhirBase(), threads);
    }

    @Bean
    WebSocketChannel webSocketChannel(Payloads payloads) {
        return new WebSocketChannel(payloads);
    }

    @Bean
    BindingTokens bindingTokens(JdbcTemplate jdbc, Clock clock) {
        return new BindingTokens(jdbc, clock);
    }

    @Bean
    SubscriptionSockets subscriptionSocketsHandler(
            WebSocketChannel channel,
            Payloads payloads,
            BindingTokens tokens,
            SubscriptionStore subscriptions,
            CommitSignal signal,
            NotifyProperties properties,
            @Qualifier("outboundThreads") ExecutorService threads) {
        return new SubscriptionSockets(
                channel,
                new SocketBinding(channel, payloads, tokens, subscriptions, signal),
                properties.sockets(),
                threads);
    }

    /** The servlet below looks for a bean of its own name. */
    @Bean(HANDLER)
    WebSocketHttpRequestHandler subscriptionSockets(SubscriptionSockets sockets) {
        return new WebSocketHttpRequestHandler(sockets);
    }

    @Bean
    ServletRegistrationBean<HttpRequestHandlerServlet> socketServlet() {
        var servlet = new ServletRegistrationBean<>(new HttpRequestHandlerServlet(), SOCKETS);
        servlet.setName(HANDLER);
        return servlet;
    }
}
