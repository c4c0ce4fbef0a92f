package dev.tributary.server.security;

import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which door asks for which scope. What is not listed is the operator's, so a new path is closed until somebody opens it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
@Import({OwnTokens.class, ExternalTokens.class})
public class SecurityConfiguration {

    @Bean
    Refusals refusals(SecurityProperties settings) {
        return new Refusals(
                settings.hasExternalIssuer()
                        ? "Get one from " + settings.issuer() + "."
                        : "Get one by POST /oauth2/token with your client's id and secret.");
    }

    @Bean
    @Order(2)
    SecurityFilterChain resourceChain(HttpSecurity http, JwtDecoder decoder, Refusals refusals) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        // A web socket says who it is in its first message, with a token of its own.
                        .requestMatchers(
                                paths("/actuator/health/**", "/fhir/metadata", "/.well-known/**", "/fhir/websocket"))
                        .permitAll()
                        .requestMatchers(paths("/hl7v2", "/ccda", "/csv/**", "/map"))
                        .hasAnyAuthority(authorities(Role.SOURCE, Role.OPERATOR))
                        .requestMatchers(paths("/rosters/**", "/notifications/subscriptions/**"))
                        .hasAnyAuthority(authorities(Role.SUBSCRIBER, Role.OPERATOR))
                        .requestMatchers(paths("/identity/**"))
                        .hasAnyAuthority(authorities(Role.STEWARD, Role.OPERATOR))
                        .requestMatchers(paths("/fhir/**"))
                        .hasAnyAuthority(authorities(Role.values()))
                        .anyRequest()
                        .hasAuthority(Role.OPERATOR.authority()))
                .oauth2ResourceServer(server -> server.jwt(
                                jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(SecurityConfiguration::caller))
                        .authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals))
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .build();
    }

    /** The client, not the person: {@code client_id} (RFC 9068), {@code azp} (OpenID Connect), or else {@code sub}. */
    private static JwtAuthenticationToken caller(Jwt token) {
        var client = Stream.of("client_id", "azp", "sub")
                .map(token::getClaimAsString)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        return new JwtAuthenticationToken(token, new JwtGrantedAuthoritiesConverter().convert(token), client);
    }

    /** Patterns of the whole path, whichever servlet serves it: the FHIR server is not Spring MVC. */
    private static RequestMatcher[] paths(String... patterns) {
        var matchers = PathPatternRequestMatcher.withDefaults();
        return Arrays.stream(patterns).map(matchers::matcher).toArray(RequestMatcher[]::new);
    }

    private static String[] authorities(Role... roles) {
        return Arrays.stream(roles).map(Role::authority).toArray(String[]::new);
    }
}
