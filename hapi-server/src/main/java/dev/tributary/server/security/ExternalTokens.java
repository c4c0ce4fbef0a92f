package dev.tributary.server.security;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.web.client.RestTemplate;

/** Tokens of {@code hub.security.issuer}. Its keys are fetched when the first token comes, so it may be down when the hub starts. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${hub.security.issuer:}'.isBlank()")
class ExternalTokens {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Bean
    JwtDecoder jwtDecoder(SecurityProperties settings, ObjectProvider<Clock> clock) {
        var decoder = new SupplierJwtDecoder(() -> discover(settings, clock.getIfAvailable(Clock::systemUTC)));
        return token -> {
            try {
                return decoder.decode(token);
            } catch (JwtDecoderInitializationException e) {
                throw new IssuerUnavailableException(e);
            } catch (JwtException e) {
                if (e.getCause() instanceof RemoteKeySourceException) {
                    throw new IssuerUnavailableException(e);
                }
                throw e instanceof BadJwtException ? e : new BadJwtException("The token cannot be read", e);
            }
        };
    }

    private static JwtDecoder discover(SecurityProperties settings, Clock clock) {
        var http = new SimpleClientHttpRequestFactory();
        http.setConnectTimeout(PATIENCE);
        http.setReadTimeout(PATIENCE);
        var decoder = NimbusJwtDecoder.withIssuerLocation(settings.issuer())
                .restOperations(new RestTemplate(http))
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(
                        // RFC 9068 says at+jwt, many issuers say JWT or nothing
                        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null)))
                .build();
        decoder.setJwtValidator(TokenRules.of(settings.issuer(), settings.audience(), clock));
        return decoder;
    }
}
