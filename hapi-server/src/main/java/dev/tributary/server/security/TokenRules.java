package dev.tributary.server.security;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/** What a token must say besides having a good signature, <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725</a>. */
final class TokenRules {

    private TokenRules() {}

    /** It ends, it has not ended, and it has begun. */
    static OAuth2TokenValidator<Jwt> always(Clock clock) {
        var time = new JwtTimestampValidator();
        time.setClock(clock);
        return new DelegatingOAuth2TokenValidator<>(time, new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull));
    }

    /** Also that it comes from that issuer and, if {@code audience} is not blank, that it is meant for us. */
    static OAuth2TokenValidator<Jwt> of(String issuer, String audience, Clock clock) {
        OAuth2TokenValidator<Jwt> audiences = new JwtClaimValidator<List<String>>(
                JwtClaimNames.AUD, sent -> audience.isBlank() || sent != null && sent.contains(audience));
        return new DelegatingOAuth2TokenValidator<>(always(clock), new JwtIssuerValidator(issuer), audiences);
    }
}
