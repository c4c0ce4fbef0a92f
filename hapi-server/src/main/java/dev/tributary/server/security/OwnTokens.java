package dev.tributary.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.tributary.server.audit.AuditTrail;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The hub as its own authorization server: {@code POST /oauth2/token} with client credentials, and nothing else of OAuth2. Off if
 * {@code hub.security.issuer} names another.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${hub.security.issuer:}'.isBlank()")
class OwnTokens {

    @Bean
    RSAKey signingKey(@Value("${hub.data-dir:./data}") Path dataDirectory) {
        return SigningKey.in(dataDirectory);
    }

    @Bean
    JWKSource<SecurityContext> jwkSource(RSAKey signingKey) {
        return new ImmutableJWKSet<>(new JWKSet(signingKey));
    }

    /** The key alone says that a token is ours: {@code iss} is the host name that the client used, and differs between replicas. */
    @Bean
    JwtDecoder jwtDecoder(RSAKey signingKey, ClientRegistry clients, ObjectProvider<Clock> clock) throws JOSEException {
        var decoder = NimbusJwtDecoder.withPublicKey(signingKey.toRSAPublicKey())
                .signatureAlgorithm(SignatureAlgorithm.RS256)
                .build();
        var time = clock.getIfAvailable(Clock::systemUTC);
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(TokenRules.always(time), new StandingClients(clients, time)));
        return decoder;
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings() {
        return AuthorizationServerSettings.builder().build();
    }

    @Bean
    ClientRegistry clientRegistry(
            JdbcClient jdbc, PasswordEncoder encoder, ObjectProvider<Clock> clock, SecurityProperties settings) {
        return new ClientRegistry(jdbc, encoder, clock.getIfAvailable(Clock::systemUTC), settings.tokenLifetime())
                .with(settings.clients());
    }

    @Bean
    MetadataEndpoint metadataEndpoint() {
        return new MetadataEndpoint();
    }

    @Bean
    ClientsEndpoint clientsEndpoint(ClientRegistry registry, AuditTrail audit, TransactionTemplate transactions) {
        return new ClientsEndpoint(registry, audit, transactions);
    }

    @Bean
    @Order(1)
    SecurityFilterChain tokenChain(
            HttpSecurity http, ClientRegistry registry, AuthorizationServerSettings settings, Refusals refusals)
            throws Exception {
        return http.securityMatcher("/oauth2/token", "/oauth2/jwks")
                .with(
                        OAuth2AuthorizationServerConfigurer.authorizationServer(),
                        server -> server.registeredClientRepository(registry)
                                .authorizationServerSettings(settings)
                                .authorizationService(new ForgottenAuthorizations())
                                .tokenEndpoint(endpoint -> endpoint.accessTokenRequestConverters(
                                        converters -> converters.add(0, new AllScopesUnlessAsked()))))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(exceptions -> exceptions.authenticationEntryPoint(refusals))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .build();
    }
}
